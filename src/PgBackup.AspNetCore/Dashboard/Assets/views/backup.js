// One backup: what it holds, how far it can be trusted, and what can be done with it.

import { el, table, facts, button } from '../dom.js';
import { get, post, remove, start, urlOf } from '../api.js';
import { bytes, change, count, seconds, time } from '../format.js';
import { badge, meaning } from '../parts/state.js';
import { attempt, follow, outcome } from '../parts/progress.js';
import { backupLink } from '../parts/links.js';
import { said, who } from '../parts/records.js';

export async function backup({ id, go, reload }) {
  const path = encodeURIComponent(id);
  const [made, { tables }, { records }] = await Promise.all([
    // The history is in the database, which may be gone; the backup is not.
    get(path), get(`${path}/tables`), get(`history?backup=${path}&limit=50`).catch(() => ({ records: [] })),
  ]);
  const earlier = await previous(made);
  const before = new Map((earlier?.tables ?? []).map(t => [`${t.schema}.${t.name}`, t]));
  const work = el('div', {});
  return [
    el('h1', {}, `Backup ${made.id}`),
    el('p', {}, badge(made.state), ' ', meaning(made.state), made.pinned && ' It is pinned: retention leaves it alone.'),
    el('div', { class: 'actions' },
      el('a', { class: 'button', href: `#/backups/${path}/restore` }, 'Restore …'),
      el('a', { class: 'button secondary', href: urlOf(`${path}/download`), download: '' }, 'Download'),
      button('Verify', () => verify('structure'), { class: 'secondary' }),
      button('Test restore', () => verify('testRestore'), { class: 'secondary' }),
      button(made.pinned ? 'Unpin' : 'Pin', () => attempt(work, async () => {
        await post(`${path}/${made.pinned ? 'unpin' : 'pin'}`);
        reload();
      }), { class: 'secondary' }),
      button('Delete …', () => askDeletion(), { class: 'danger' })),
    work,
    facts({
      Made: `${time(made.createdAt)}, in ${seconds(made.durationSeconds)}`,
      Database: `${made.database}, PostgreSQL ${made.serverVersion}`,
      Format: `${made.format}, ${made.compression}`,
      Size: `${bytes(made.size)} (${bytes(made.uncompressedSize)} unpacked)`,
      Holds: `${count(made.tables)} tables, ${count(made.rows)} rows`,
      'What was asked for': made.selection.join(', '),
      Schedule: made.scheduleId,
      Label: made.label,
      'Converted from': made.convertedFrom,
      'Last verified': made.lastVerifiedAt && time(made.lastVerifiedAt),
      'SHA-256': el('code', {}, made.sha256),
    }),
    made.warnings.length > 0 && el('section', {}, el('h2', {}, 'Warnings'), el('ul', {}, made.warnings.map(w => el('li', {}, w)))),
    el('section', {}, el('h2', {}, 'Tables'),
      earlier && el('p', {}, 'Compared with ', backupLink(earlier.id, `the one of ${time(earlier.createdAt)}`), '.'),
      table('Tables whose rows it holds', ['Table', '#Rows', ...(earlier ? ['#Change'] : []), '#Bytes'], tables.map(t => [
        `${t.schema}.${t.name}`, count(t.rows),
        ...(earlier ? [change(t.rows, before.get(`${t.schema}.${t.name}`)?.rows)] : []), bytes(t.bytes),
      ]))),
    records.length > 0 && el('section', {}, el('h2', {}, 'Log'),
      table('What was done with it', ['When', 'Operation', 'Outcome', 'By', 'What was said'], records.map(r => [
        time(r.startedAt), r.operation, badge(r.outcome), who(r), said(r),
      ]))),
  ].filter(Boolean);

  async function verify(level) {
    await attempt(work, async () => {
      const end = await follow(work, await start('POST', `${path}/verify`, { level }));
      const said = end.verification;
      if (end.state === 'succeeded' && !said.isGood) {
        work.replaceChildren(el('div', { class: 'problem', role: 'alert' }, el('p', {}, 'It is not good:'),
          el('ul', {}, said.problems.map(p => el('li', {}, p)))));
      } else {
        work.replaceChildren(outcome(end, 'It is good.'));
      }
    });
  }

  function askDeletion() {
    const dialog = el('dialog', { 'aria-labelledby': 'ask' },
      el('h2', { id: 'ask' }, 'Delete this backup?'),
      el('p', {}, `Backup ${made.id} of ${time(made.createdAt)} will be gone for good.`),
      el('div', { class: 'actions' },
        button('Delete', async () => {
          dialog.close();
          await attempt(work, async () => {
            await remove(path);
            go('backups');
          });
        }, { class: 'danger' }),
        button('Keep it', () => dialog.close(), { class: 'secondary', autofocus: true })));
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }
}

// The last one before it that was made in the same way, with its tables.
async function previous(made) {
  const wanted = new URLSearchParams({ limit: 50, database: made.database, before: made.createdAt });
  const { backups } = await get(`?${wanted}`);
  const same = backups.find(b => b.scheduleId === made.scheduleId && b.selection.join() === made.selection.join());
  return same && { ...same, ...await get(`${encodeURIComponent(same.id)}/tables`) };
}
