// The list of backups, with a search and filters.

import { el, table, field, select, button } from '../dom.js';
import { get } from '../api.js';
import { bytes, count, time } from '../format.js';
import { badge } from '../parts/state.js';
import { backupLink } from '../parts/links.js';

const states = [
  ['', 'any state'], ['complete', 'complete'], ['verified', 'verified'], ['testRestored', 'test restored'], ['suspect', 'suspect'],
];

export async function backups({ query, go }) {
  const state = query.get('state') ?? '';
  const format = query.get('format') ?? '';
  const schedule = query.get('schedule') ?? '';
  const search = query.get('search') ?? '';
  const results = el('div', { 'aria-live': 'polite' });
  const form = el('form', { class: 'filters', role: 'search', onsubmit: submit },
    field('Search', el('input', { name: 'search', type: 'search', value: search }), 'In the id, the label, the database and the schedule'),
    field('State', select('state', states, state)),
    field('Format', el('input', { name: 'format', value: format, size: 8 })),
    field('Schedule', el('input', { name: 'schedule', value: schedule, size: 12 })),
    el('button', { type: 'submit' }, 'Filter'));
  const found = [];
  await load();
  return [el('h1', {}, 'Backups'), form, results];

  function submit(event) {
    event.preventDefault();
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
    go(`backups?${chosen}`);
  }

  async function load(after) {
    const wanted = new URLSearchParams({ limit: 100 });
    for (const [name, value] of Object.entries({ state, format, schedule, after })) {
      if (value) wanted.set(name, value);
    }
    const page = await get(`?${wanted}`);
    found.push(...page.backups);
    show(page.next);
  }

  function show(next) {
    const text = search.toLowerCase();
    const shown = found.filter(b => [b.id, b.label, b.database, b.scheduleId].some(v => v?.toLowerCase().includes(text)));
    results.replaceChildren(...[
      shown.length === 0 && el('p', {}, found.length === 0 ? 'There are none.' : 'None of them matches.'),
      shown.length > 0 && table(`${count(shown.length)} backups`,
        ['Made', 'State', 'Database', 'Format', '#Size', '#Tables', '#Rows', 'Schedule or label'],
        shown.map(b => [
          backupLink(b.id, time(b.createdAt)),
          [badge(b.state), b.pinned && ' pinned'], b.database, b.format, bytes(b.size), count(b.tables), count(b.rows),
          [b.scheduleId, b.label].filter(Boolean).join(', '),
        ])),
      next && button('Show more', () => load(next), { class: 'secondary' }),
    ].filter(Boolean));
  }
}
