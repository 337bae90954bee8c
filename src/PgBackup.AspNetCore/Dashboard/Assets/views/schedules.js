// The schedules: when they are due, what became of them, and buttons to run, enable and disable them.

import { el, table, button } from '../dom.js';
import { get, post, start } from '../api.js';
import { ago, time } from '../format.js';
import { badge } from '../parts/state.js';
import { attempt, follow, outcome } from '../parts/progress.js';
import { backupLink } from '../parts/links.js';

export async function schedules({ reload }) {
  const { schedules: all } = await get('schedules');
  const details = await Promise.all(all.map(async s => {
    const path = `schedules/${encodeURIComponent(s.id)}`;
    const [{ runs }, { dueAt }] = await Promise.all([get(`${path}/runs?limit=10`), get(`${path}/upcoming?count=5`)]);
    return { path, runs, dueAt };
  }));
  return [
    el('h1', {}, 'Schedules'),
    all.length === 0 && el('p', {}, 'There are none. They are added by the application, or by the command schedule add.'),
    ...all.map((s, i) => section(s, details[i])),
  ].filter(Boolean);

  function section(schedule, { path, runs, dueAt }) {
    const work = el('div', {});
    const change = what => attempt(work, async () => {
      await post(`${path}/${what}`);
      reload();
    });
    return el('section', { class: 'card', 'aria-label': schedule.name },
      el('h2', {}, schedule.name, ' ', badge(schedule.enabled ? 'enabled' : 'disabled')),
      el('p', {}, el('code', {}, schedule.schedule), ` in ${schedule.timeZone}. `,
        schedule.nextDueAt ? `Next due ${ago(schedule.nextDueAt)}, ${time(schedule.nextDueAt)} by your clock.` : 'Not due.'),
      el('div', { class: 'actions' },
        button('Run now', () => run(work, path), { 'aria-label': `Run now: ${schedule.name}` }),
        button(schedule.enabled ? 'Disable' : 'Enable', () => change(schedule.enabled ? 'disable' : 'enable'),
          { class: 'secondary', 'aria-label': `${schedule.enabled ? 'Disable' : 'Enable'}: ${schedule.name}` })),
      work,
      dueAt.length > 0 && el('details', {}, el('summary', {}, 'Next runs'),
        el('ol', {}, dueAt.map(t => el('li', {}, `${time(t)} (there: ${t.slice(0, 16).replace('T', ' ')})`)))),
      runs.length > 0 && table(`Recent runs of ${schedule.name}`, ['Due', 'Outcome', 'Backup', 'What was said'], runs.map(r => [
        time(r.dueAt), badge(r.state), r.backupId ? backupLink(r.backupId) : '–',
        r.errorMessage ?? (r.manual ? 'asked for' : ''),
      ])));
  }

  async function run(work, path) {
    const end = await attempt(work, async () => follow(work, await start('POST', `${path}/run`)));
    if (!end) return;
    const failed = end.run && end.run.state !== 'succeeded';
    work.replaceChildren(failed
      ? el('p', { class: 'problem', role: 'alert' }, badge(end.run.state), ' ', end.run.errorMessage ?? '')
      : outcome(end, ['The run has ended: ', backupLink(end.run?.backupId ?? '')]));
  }
}
