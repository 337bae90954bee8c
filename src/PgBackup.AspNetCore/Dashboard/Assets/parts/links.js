// Links to what has a page.

import { el } from '../dom.js';

export const backupLink = (id, text = id) => el('a', { href: `#/backups/${encodeURIComponent(id)}` }, text);
