// Draws the sizes and durations of backups over time. The same numbers follow as a table, for whoever cannot see the drawing.

import { el, svg, table } from '../dom.js';
import { bytes, seconds, time } from '../format.js';

const [width, height, left, bottom] = [720, 220, 64, 24];

/** Draws one line of values over time, from zero. */
function line(title, points, valueOf, say) {
  const times = points.map(p => Date.parse(p.createdAt));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const most = Math.max(...points.map(valueOf)) || 1;
  const x = t => left + (last === first ? 0.5 : (t - first) / (last - first)) * (width - left - 12);
  const y = v => 12 + (1 - v / most) * (height - bottom - 12);
  const path = points.map((p, i) => `${i === 0 ? 'M' : 'L'}${x(times[i]).toFixed(1)} ${y(valueOf(p)).toFixed(1)}`).join('');
  return el('figure', {},
    el('figcaption', {}, title),
    svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${title}: the last is ${say(valueOf(points.at(-1)))}` },
      [0, 0.5, 1].map(share => [
        svg('line', { class: 'grid', x1: left, x2: width - 12, y1: y(most * share), y2: y(most * share) }),
        svg('text', { class: 'axis', x: left - 6, y: y(most * share) + 4, 'text-anchor': 'end' }, say(most * share)),
      ]),
      svg('path', { class: 'line', d: path }),
      points.map((p, i) => svg('circle', {
        class: `dot ${p.state === 'suspect' ? 'bad' : ''}`, cx: x(times[i]), cy: y(valueOf(p)), r: 4,
        onclick: () => { location.hash = `/backups/${encodeURIComponent(p.id)}`; },
      }, svg('title', {}, `${time(p.createdAt)}: ${say(valueOf(p))}`))),
      svg('text', { class: 'axis', x: left, y: height - 6 }, time(points[0].createdAt)),
      svg('text', { class: 'axis', x: width - 12, y: height - 6, 'text-anchor': 'end' }, time(points.at(-1).createdAt))));
}

/** Draws backups, given the oldest first. */
export function chart(backups) {
  return [
    el('div', { class: 'charts' },
      line('Size', backups, b => b.size, bytes),
      line('Duration', backups, b => b.durationSeconds, seconds)),
    el('details', {}, el('summary', {}, 'The same as a table'),
      table('Size and duration of the last backups', ['Backup', '#Size', '#Duration'],
        backups.map(b => [time(b.createdAt), bytes(b.size), seconds(b.durationSeconds)]))),
  ];
}
