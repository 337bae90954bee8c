// Is everything well? One sentence first, then what stands behind it.

import { el, table, facts } from '../dom.js';
import { get } from '../api.js';
import { ago, bytes, time } from '../format.js';
import { badge } from '../parts/state.js';
import { chart } from '../parts/chart.js';
import { calendar } from '../parts/calendar.js';
import { backupLink } from '../parts/links.js';

const sentences = {
  healthy: 'All is well: there are good backups, and the next ones come by themselves.',
  degraded: 'The backups need a look.',
  unhealthy: 'Something is wrong with the backups.',
};

export async function overview() {
  const from = new Date(Date.now() - 75 * 86_400_000).toISOString();
  const [health, { backups }, statistics, { operations }] = await Promise.all([
    // The history is in the database, which may be gone; health says so.
    get('health'), get('?limit=100'), get(`history/statistics?from=${encodeURIComponent(from)}`).catch(() => null), get('operations'),
  ]);
  const running = operations.filter(o => o.state === 'running');
  const verified = backups.find(b => b.state === 'verified' || b.state === 'testRestored');
  const due = health.schedules.map(s => s.nextDueAt).filter(Boolean).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  const scheduled = health.schedules.filter(s => s.scheduleId);
  const used = bytes(backups.reduce((sum, b) => sum + b.size, 0));
  return [
    el('h1', {}, 'Overview'),
    el('p', { class: `verdict ${health.status}` }, badge(health.status), ' ', sentences[health.status]),
    health.reasons.length > 0 && el('ul', { class: 'reasons' }, health.reasons.map(r => el('li', {},
      el('p', {}, badge(r.status), ' ', r.message), el('p', { class: 'quiet' }, r.advice),
      r.backupId && el('p', {}, backupLink(r.backupId, `Backup ${r.backupId}`))))),
    running.length > 0 && el('section', {}, el('h2', {}, 'Running now'),
      el('ul', {}, running.map(o => el('li', {}, el('a', { href: `#/operations/${o.id}` }, `${o.kind} since ${time(o.startedAt)}`))))),
    facts({
      'Newest verified backup': verified ? backupLink(verified.id, ago(verified.createdAt)) : 'none',
      'Newest backup': backups.length > 0 ? backupLink(backups[0].id, ago(backups[0].createdAt)) : 'none',
      'Next due': due ? `${ago(due)}, ${time(due)}` : 'no schedule',
      'Space used': `${used} in ${backups.length}${backups.length === 100 ? ' newest' : ''} backups`,
      'Space left': health.freeBytes !== null && health.freeBytes !== undefined ? bytes(health.freeBytes) : null,
    }),
    backups.length > 0
      ? el('section', {}, el('h2', {}, 'Size and duration'), chart([...backups].reverse()))
      : el('p', {}, 'There are no backups yet. ', el('a', { href: '#/create' }, 'Create the first one.')),
    statistics && el('section', {}, el('h2', {}, 'Outcomes'), calendar(statistics.days)),
    scheduled.length > 0 && el('section', {}, el('h2', {}, 'Schedules'),
      table('Health of the schedules', ['Schedule', 'State', 'Newest good backup', 'Next due'], scheduled.map(s => [
        s.scheduleId, badge(s.status), s.newestGoodAt ? ago(s.newestGoodAt) : 'none', s.nextDueAt ? time(s.nextDueAt) : '–',
      ]))),
  ].filter(Boolean);
}
