// A calendar of the last weeks: what became of the backups of each day. A day without a good backup stands out,
// by a sign as well as a colour.

import { el } from '../dom.js';

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeZone: 'UTC' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' });
const oneDay = 86_400_000;
const weeks = 10;

const kinds = {
  good: ['✓', 'good'],
  mixed: ['!', 'some failed'],
  failed: ['✗', 'all failed'],
  gap: ['–', 'no backup'],
  before: ['', 'before the first backup'],
};

/** Draws the days, given what the statistics say of each. */
export function calendar(days) {
  const byDay = new Map(days.map(d => [d.day, d]));
  const known = days.filter(d => d.succeeded + d.failed > 0).map(d => d.day).sort();
  const today = Date.parse(new Date().toISOString().slice(0, 10));
  // Mondays first.
  const monday = today - (new Date(today).getUTCDay() + 6) % 7 * oneDay;
  const start = monday - (weeks - 1) * 7 * oneDay;
  const rows = [0, 1, 2, 3, 4, 5, 6].map(row => el('tr', {},
    el('th', { scope: 'row' }, weekday.format(start + row * oneDay)),
    Array.from({ length: weeks }, (_, week) => cell(start + (week * 7 + row) * oneDay))));
  return el('div', { class: 'scroll', role: 'region', 'aria-label': 'Calendar of outcomes', tabindex: 0 },
    el('table', { class: 'calendar' }, el('caption', {}, `Backups of the last ${weeks} weeks (UTC)`), el('tbody', {}, rows)));

  function cell(at) {
    if (at > today) return el('td', {});
    const name = new Date(at).toISOString().slice(0, 10);
    const { succeeded = 0, failed = 0 } = byDay.get(name) ?? {};
    const kind = succeeded > 0 ? (failed > 0 ? 'mixed' : 'good')
      : failed > 0 ? 'failed'
      : name < (known[0] ?? '~') || at === today ? 'before' : 'gap';
    const [sign, meaning] = at === today && kind === 'before' ? ['', 'none yet'] : kinds[kind];
    const text = `${day.format(at)}: ${meaning}${succeeded + failed > 0 ? ` (${succeeded} good, ${failed} failed)` : ''}`;
    return el('td', { class: kind, title: text }, el('span', { 'aria-hidden': 'true' }, sign), el('span', { class: 'unseen' }, text));
  }
}
