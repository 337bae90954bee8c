// Builds elements. Text stays text: nothing that comes from a database or a backup is ever read as HTML.

/** Makes an element; null, undefined and false are left out of attributes and children. */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** Makes an element of an SVG drawing. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Makes a table whose head has one cell for each column. */
export function table(caption, columns, rows) {
  const kind = column => column.startsWith('#') ? 'number' : null;
  return el('div', { class: 'scroll', role: 'region', 'aria-label': caption, tabindex: 0 },
    el('table', {},
      el('caption', {}, caption),
      el('thead', {}, el('tr', {}, columns.map(c => el('th', { scope: 'col', class: kind(c) }, c.replace('#', ''))))),
      el('tbody', {}, rows.map(cells => el('tr', {}, cells.map((cell, i) =>
        el(i === 0 ? 'th' : 'td', { scope: i === 0 ? 'row' : null, class: kind(columns[i]) }, cell)))))));
}

/** Makes a list of terms; those without a value are left out. */
export function facts(entries) {
  return el('dl', { class: 'facts' }, Object.entries(entries)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([term, value]) => el('div', {}, el('dt', {}, term), el('dd', {}, value))));
}

/** Makes a field with its label and, where there is one, a hint. */
export function field(label, input, hint) {
  const id = input.id || `f${++lastField}`;
  input.id = id;
  if (hint) input.setAttribute('aria-describedby', `${id}-hint`);
  const isBox = input.type === 'checkbox';
  const text = el('label', { for: id }, label);
  return el('div', { class: isBox ? 'field box' : 'field' }, isBox ? [input, text] : [text, input],
    hint && el('p', { class: 'hint', id: `${id}-hint` }, hint));
}

let lastField = 0;

/** Makes a drop-down list of [value, text] pairs. */
export function select(name, options, chosen) {
  return el('select', { name }, options.map(([value, text]) => el('option', { value, selected: value === chosen }, text)));
}

/** Makes a button that cannot be pressed again while what it does goes on, and that says behind itself what went wrong. */
export function button(text, action, attributes = {}) {
  let problem = null;
  const made = el('button', { type: 'button', ...attributes, onclick: async () => {
    problem?.remove();
    made.disabled = true;
    try {
      await action();
    } catch (error) {
      problem = el('span', { class: 'problem', role: 'alert' }, error.message);
      made.after(problem);
    } finally {
      made.disabled = false;
    }
  } }, text);
  return made;
}
