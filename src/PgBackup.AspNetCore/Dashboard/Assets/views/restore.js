// Restores a backup: choose, see the plan, confirm by the database's name, watch.

import { el, table, facts, field, select, button } from '../dom.js';
import { get, put, start } from '../api.js';
import { bytes, count, seconds, time, words } from '../format.js';
import { attempt, follow, outcome } from '../parts/progress.js';
import { backupLink } from '../parts/links.js';

const rowRules = [
  ['error', 'They must be empty'], ['append', 'Add to their rows'], ['replace', 'Replace their rows'], ['merge', 'Merge by primary key'],
];

export async function restore({ id }) {
  const path = encodeURIComponent(id);
  const [made, { tables }] = await Promise.all([get(path), get(`${path}/tables`)]);
  const plan = el('section', { 'aria-live': 'polite' });
  const work = el('div', {});
  const check = (name, value) => el('input', { type: 'checkbox', name, value });
  const form = el('form', { onsubmit: submit, onchange: () => plan.replaceChildren() },
    el('fieldset', {}, el('legend', {}, 'What'),
      el('p', { class: 'hint' }, 'All of it, unless you choose tables.'),
      el('div', { class: 'choices' }, tables.map(t => field(`${t.schema}.${t.name}`, check('tables', pattern(t))))),
      field('Definitions only', check('schemaOnly', 'on')),
      field('Rows only', check('dataOnly', 'on'))),
    el('fieldset', {}, el('legend', {}, 'What is there already'),
      field('Drop tables that exist', check('dropExisting', 'on'),
        'Their rows are replaced by those of the backup, within the same transaction.'),
      field('Tables that stay and have rows', select('existingRows', rowRules, 'error')),
      field('Make views and foreign keys that hang on dropped tables again', check('recreate', 'on')),
      field('Leave out the check of foreign keys', check('skipConstraints', 'on'), 'They stay NOT VALID until they are validated.'),
      field('Back up first what is replaced', check('safetyBackup', 'on'))),
    el('button', { type: 'submit' }, 'Show the plan'));
  return [
    el('h1', {}, 'Restore'),
    el('p', {}, 'Backup ', backupLink(made.id), ` of database ${made.database}, made ${time(made.createdAt)}. `,
      'Nothing is changed before you confirm the plan; a restore that fails leaves the database as it was.'),
    form, plan, work,
  ];

  function wanted() {
    const data = new FormData(form);
    const isOn = name => data.get(name) === 'on';
    return {
      backupId: made.id,
      tables: data.getAll('tables'),
      schemaOnly: isOn('schemaOnly'),
      dataOnly: isOn('dataOnly'),
      dropExisting: isOn('dropExisting'),
      existingRows: data.get('existingRows'),
      dependents: isOn('recreate') ? 'recreate' : 'error',
      skipConstraints: isOn('skipConstraints'),
      safetyBackup: isOn('safetyBackup'),
    };
  }

  async function submit(event) {
    event.preventDefault();
    plan.replaceChildren(el('p', {}, 'Planning …'));
    const request = wanted();
    const planned = await attempt(plan, () => put('', { ...request, dryRun: true }));
    if (planned) show(request, planned);
  }

  function show(request, planned) {
    plan.replaceChildren(
      el('h2', { tabindex: -1 }, 'The plan'),
      facts({ Database: planned.database, Rows: count(planned.rows), Bytes: bytes(planned.bytes), Steps: count(planned.steps.length) }),
      ...[
        planned.conflicts.length > 0 && el('div', { class: 'problem' }, el('h3', {}, 'It cannot go ahead'),
          el('ul', {}, planned.conflicts.map(c => el('li', {}, el('strong', {}, c.name), ' ', c.message)))),
        planned.warnings.length > 0 && el('div', { class: 'warning' }, el('h3', {}, 'To be known before'),
          el('ul', {}, planned.warnings.map(w => el('li', {}, w)))),
        el('details', { open: planned.steps.length <= 20 }, el('summary', {}, `${count(planned.steps.length)} steps`),
          table('Steps of the restore', ['Step', 'Kind', 'Object', '#Rows'], planned.steps.map(s => [
            words(s.action), s.kind, s.name, s.rows ? count(s.rows) : '',
          ]))),
        planned.canRestore && confirmation(request, planned),
      ].filter(Boolean));
    plan.querySelector('h2').focus();
  }

  function confirmation(request, planned) {
    const name = el('input', { autocomplete: 'off', spellcheck: 'false', required: true });
    const go = button('Restore', () => run(request), { class: 'danger', disabled: true });
    name.addEventListener('input', () => { go.disabled = name.value !== planned.database; });
    return el('form', { onsubmit: event => { event.preventDefault(); if (!go.disabled) go.click(); } },
      field(`Type the name of the database, ${planned.database}, to confirm`, name), go);
  }

  async function run(request) {
    form.inert = true;
    plan.replaceChildren();
    await attempt(work, async () => {
      const end = await follow(work, await start('PUT', '', request));
      work.replaceChildren(outcome(end, 'It is restored.'));
      if (end.restore) work.append(...result(end.restore));
    });
    form.inert = false;
  }

  function result(restored) {
    return [
      facts({
        Database: restored.database, Tables: count(restored.tables), Rows: count(restored.rows), Took: seconds(restored.durationSeconds),
        'Safety backup': restored.safetyBackupId && backupLink(restored.safetyBackupId),
      }),
      restored.warnings.length > 0 && el('ul', { class: 'warning' }, restored.warnings.map(w => el('li', {}, w))),
    ].filter(Boolean);
  }
}

// A name as a pattern that matches it alone.
const pattern = t => [t.schema, t.name].map(n => `"${n.replaceAll('"', '""')}"`).join('.');
