// Turns values into words, in the language and the time zone of the browser.

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const units = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

export const count = value => Number(value).toLocaleString();

export function bytes(value) {
  const names = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = value < 1000 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), names.length - 1);
  const shown = value / 1000 ** power;
  return `${shown.toLocaleString(undefined, { maximumFractionDigits: power === 0 || shown >= 100 ? 0 : 1 })} ${names[power]}`;
}

export function seconds(value) {
  if (value < 60) return `${value.toLocaleString(undefined, { maximumFractionDigits: value < 10 ? 1 : 0 })} s`;
  if (value < 3600) return `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
  return `${Math.floor(value / 3600)} h ${Math.round(value % 3600 / 60)} min`;
}

export const time = value => moment.format(new Date(value));

/** Says how long ago, or in what time, an instant is. */
export function ago(value) {
  const distance = (new Date(value) - Date.now()) / 1000;
  const [unit, size] = units.find(([, s]) => Math.abs(distance) >= s) ?? units.at(-1);
  return relative.format(Math.round(distance / size), unit);
}

/** Makes words of a name in camel case. */
export const words = name => name.replace(/([A-Z])/g, ' $1').toLowerCase();

/** Says how a number changed. */
export function change(now, before) {
  if (before === undefined || before === null) return 'new';
  if (now === before) return '=';
  const share = before === 0 ? '' : ` (${((now - before) / before * 100).toLocaleString(undefined, { maximumFractionDigits: 1 })} %)`;
  return `${now > before ? '+' : '−'}${count(Math.abs(now - before))}${share}`;
}
