// Shows how far an operation is, until its end.

import { el, button } from '../dom.js';
import { watch, remove } from '../api.js';
import { bytes, count, seconds, words } from '../format.js';

/** Shows the operation live, and answers with its end. */
export async function follow(container, operation) {
  const bar = el('progress', { max: 100, 'aria-label': 'Progress' });
  const phase = el('p', { role: 'status' });
  const details = el('p', { class: 'quiet' });
  const cancel = button('Cancel', () => remove(`operations/${operation.id}`), { class: 'secondary' });
  container.replaceChildren(phase, bar, details, cancel);
  const end = await watch(operation, now => show(now));
  container.replaceChildren();
  return end;

  function show({ progress }) {
    if (!progress) return;
    const text = `${words(progress.phase)} …`;
    // Said aloud only when it changes.
    if (phase.textContent !== text) phase.textContent = text;
    if (progress.totalBytes > 0) bar.value = progress.percent;
    details.textContent = [
      `${count(progress.done)} of ${count(progress.total)}`, `${count(progress.rows)} rows`, bytes(progress.bytes),
      progress.secondsLeft !== null && progress.secondsLeft !== undefined && `about ${seconds(progress.secondsLeft)} left`,
    ].filter(Boolean).join(' · ');
  }
}

/** Says how an operation ended. */
export function outcome(end, said) {
  if (end.state === 'succeeded') return el('p', { class: 'done', role: 'status' }, said);
  if (end.state === 'cancelled') return el('p', { class: 'problem', role: 'alert' }, 'It was cancelled. What it had begun was undone.');
  return el('p', { class: 'problem', role: 'alert' }, [end.problem?.title, end.problem?.detail].filter(Boolean).join(' — '));
}

/** Runs what may be refused, and says so below the form. */
export async function attempt(place, action) {
  place.replaceChildren();
  try {
    return await action();
  } catch (error) {
    place.replaceChildren(el('p', { class: 'problem', role: 'alert' }, error.message));
    return undefined;
  }
}
