// The pages, by what stands behind the # of the address.

import { el } from './dom.js';
import { overview } from './views/overview.js';
import { backups } from './views/backups.js';
import { backup } from './views/backup.js';
import { restore } from './views/restore.js';
import { create } from './views/create.js';
import { schedules } from './views/schedules.js';
import { history } from './views/history.js';
import { operation } from './views/operation.js';

const pages = [
  [/^$/, overview],
  [/^backups$/, backups],
  [/^backups\/([^/]+)$/, backup],
  [/^backups\/([^/]+)\/restore$/, restore],
  [/^create$/, create],
  [/^schedules$/, schedules],
  [/^history$/, history],
  [/^operations\/([^/]+)$/, operation],
];

const main = document.getElementById('main');
let leave = new AbortController();

async function show() {
  if (location.hash === '#main') return;
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const found = pages.map(([pattern, page]) => [pattern.exec(path), page]).find(([match]) => match);
  mark(path);
  main.setAttribute('aria-busy', 'true');
  try {
    if (!found) throw new Error('There is no such page.');
    const [match, page] = found;
    const content = await page({
      id: match[1] && decodeURIComponent(match[1]), query: new URLSearchParams(query), signal, reload: show, go,
    });
    if (signal.aborted) return;
    main.replaceChildren(...[content].flat());
  } catch (error) {
    if (signal.aborted) return;
    main.replaceChildren(el('h1', {}, 'That did not work'), el('p', { class: 'problem', role: 'alert' }, error.message));
  }
  main.removeAttribute('aria-busy');
  const heading = main.querySelector('h1');
  document.title = `${heading.textContent} · Backups`;
  heading.tabIndex = -1;
  heading.focus();
}

function go(path) {
  if (location.hash === `#/${path}`) show();
  else location.hash = `/${path}`;
}

function mark(path) {
  for (const link of document.querySelectorAll('nav a')) {
    const target = link.hash.replace(/^#\/?/, '');
    const isCurrent = target === '' ? path === '' : path.startsWith(target);
    if (isCurrent) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

addEventListener('hashchange', show);
show();
