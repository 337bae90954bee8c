// An operation that goes on, whoever began it.

import { el, facts } from '../dom.js';
import { get } from '../api.js';
import { time, words } from '../format.js';
import { badge } from '../parts/state.js';
import { attempt, follow, outcome } from '../parts/progress.js';
import { backupLink } from '../parts/links.js';

export async function operation({ id, signal }) {
  const found = await get(`operations/${encodeURIComponent(id)}`);
  const work = el('div', {});
  const state = el('p', {}, badge(found.state));
  attempt(work, () => follow(work, found)).then(end => {
    if (signal.aborted || !end) return;
    state.replaceChildren(badge(end.state));
    work.replaceChildren(outcome(end, 'It is done.'));
  });
  return [
    el('h1', {}, `${words(found.kind)} since ${time(found.startedAt)}`), state, work,
    facts({
      By: found.requestedBy,
      Backup: found.backupId && backupLink(found.backupId),
      Schedule: found.scheduleId,
    }),
  ];
}
