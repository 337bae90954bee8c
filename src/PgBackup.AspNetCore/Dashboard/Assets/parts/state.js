// States as words with a colour; the word alone says it all.

import { el } from '../dom.js';
import { words } from '../format.js';

const tones = {
  verified: 'good', testRestored: 'good', succeeded: 'good', healthy: 'good', enabled: 'good',
  complete: 'plain', running: 'plain', pending: 'plain', cancelled: 'plain', disabled: 'plain',
  skipped: 'warn', degraded: 'warn', missed: 'bad', suspect: 'bad', failed: 'bad', interrupted: 'bad', unhealthy: 'bad',
};

export const badge = state => el('span', { class: `badge ${tones[state] ?? 'plain'}` }, words(state));

/** Says what a backup's state means. */
export const meaning = state => ({
  complete: 'It was written to the end. Nobody has verified it yet.',
  verified: 'Its checksums and structure were checked and are good.',
  testRestored: 'It was restored into a throw-away database, and all was there.',
  suspect: 'A verification found damage. Do not count on it.',
})[state] ?? '';
