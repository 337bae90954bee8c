// Makes a backup.

import { el, field, select } from '../dom.js';
import { get, start } from '../api.js';
import { attempt, follow, outcome } from '../parts/progress.js';
import { backupLink } from '../parts/links.js';

const lines = text => text.split('\n').map(line => line.trim()).filter(Boolean);

export async function create() {
  const { backups } = await get('?limit=1');
  const known = backups.length > 0 ? (await get(`${encodeURIComponent(backups[0].id)}/tables`)).tables : [];
  const work = el('div', {});
  const area = name => el('textarea', { name, rows: 3, spellcheck: 'false' });
  const form = el('form', { onsubmit: submit },
    el('fieldset', {}, el('legend', {}, 'What'),
      field('Tables', area('tables'), 'A pattern a line, such as public.orders or sales.*; all tables where there is none.'),
      field('Without the rows of', area('excludeData'), 'A pattern a line; the definitions are backed up all the same.'),
      field('Without rows at all', el('input', { type: 'checkbox', name: 'includeSchemaOnly' })),
      known.length > 0 && el('details', {}, el('summary', {}, 'Tables of the last backup'),
        el('ul', { class: 'names' }, known.map(t => el('li', {}, `${t.schema}.${t.name}`))))),
    el('fieldset', {}, el('legend', {}, 'How'),
      field('Format', select('format', [['sql', 'SQL'], ['json', 'JSON'], ['csv', 'CSV']], 'sql')),
      field('Compression', select('compression', [['gzip', 'gzip'], ['zstd', 'Zstandard'], ['none', 'none']], 'gzip')),
      field('Label', el('input', { name: 'label', maxlength: 200 }))),
    el('button', { type: 'submit' }, 'Create the backup'));
  return [el('h1', {}, 'Create a backup'), form, work];

  async function submit(event) {
    event.preventDefault();
    const data = new FormData(form);
    form.inert = true;
    await attempt(work, async () => {
      const operation = await start('POST', '', {
        tables: lines(data.get('tables')),
        excludeData: lines(data.get('excludeData')),
        includeSchemaOnly: data.get('includeSchemaOnly') === 'on',
        format: data.get('format'),
        compression: data.get('compression'),
        label: data.get('label') || null,
      });
      const end = await follow(work, operation);
      work.replaceChildren(outcome(end, end.backup
        ? ['It is made: ', backupLink(end.backup.id)]
        : ''));
    });
    form.inert = false;
  }
}
