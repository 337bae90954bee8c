// What was done, by whom, and what came of it.

import { el, table, field, select, button } from '../dom.js';
import { get } from '../api.js';
import { bytes, count, seconds, time } from '../format.js';
import { badge } from '../parts/state.js';
import { backupLink } from '../parts/links.js';
import { said, who } from '../parts/records.js';

const choices = (...names) => [['', 'any'], ...names.map(name => [name, name])];
const operations = choices('backup', 'restore', 'verify', 'delete', 'retention');
const outcomes = choices('succeeded', 'failed', 'cancelled', 'running', 'interrupted');

export async function history({ query, go }) {
  const chosen = { operation: query.get('operation') ?? '', outcome: query.get('outcome') ?? '' };
  const results = el('div', { 'aria-live': 'polite' });
  const form = el('form', { class: 'filters', onsubmit: event => {
    event.preventDefault();
    go(`history?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''))}`);
  } },
    field('Operation', select('operation', operations, chosen.operation)),
    field('Outcome', select('outcome', outcomes, chosen.outcome)),
    el('button', { type: 'submit' }, 'Filter'));
  const found = [];
  await load();
  return [el('h1', {}, 'History'), form, results];

  async function load(after) {
    const wanted = new URLSearchParams({ limit: 100 });
    for (const [name, value] of Object.entries({ ...chosen, after })) {
      if (value) wanted.set(name, value);
    }
    const page = await get(`history?${wanted}`);
    found.push(...page.records);
    results.replaceChildren(...[
      found.length === 0 && el('p', {}, 'There is nothing.'),
      found.length > 0 && table(`${count(found.length)} operations`,
        ['When', 'Operation', 'Outcome', '#Took', '#Size', 'Backup', 'By', 'What was said'], found.map(r => [
          time(r.startedAt), r.operation, badge(r.outcome), Number.isFinite(r.durationSeconds) ? seconds(r.durationSeconds) : '',
          r.size ? bytes(r.size) : '', r.backupId ? backupLink(r.backupId) : '',
          who(r), said(r),
        ])),
      page.next && button('Show more', () => load(page.next), { class: 'secondary' }),
    ].filter(Boolean));
  }
}
