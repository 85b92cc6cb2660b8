/** Builds elements. Data only ever becomes text nodes and attributes, never markup. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag
 * @param {Object<string, any>} [props] attributes; also `class`, `style` (object, through the CSSOM),
 *     `data` (object), `on` (object of listeners), and the DOM properties `value` and `checked`
 * @param {...(Node|string|number|null|undefined|false|Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  return filled(document.createElement(tag), props, children);
}

/** The same for SVG. */
export function s(tag, props, ...children) {
  return filled(document.createElementNS(SVG, tag), props, children);
}

function filled(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name === 'style') {
      Object.entries(value).forEach(([key, entry]) => element.style.setProperty(key, entry));
    } else if (name === 'data') {
      Object.entries(value).forEach(([key, entry]) => element.setAttribute(`data-${key}`, entry));
    } else if (name === 'on') {
      Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    } else if (name === 'value' || name === 'checked' || name === 'indeterminate') {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  add(element, children);
  return element;
}

function add(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) {
      add(element, child);
    } else if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : String(child));
    }
  }
}

/** Replaces what is in `element`. */
export function fill(element, ...children) {
  element.replaceChildren();
  add(element, children);
  return element;
}

let ids = 0;

/** An id that no other element has. */
export function uid(prefix) {
  ids += 1;
  return `${prefix}-${ids}`;
}

/** Calls `action` when `millis` have passed without another call. */
export function debounce(action, millis) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), millis);
  };
}

/** Text for screen readers only. */
export function hidden(text) {
  return h('span', { class: 'visually-hidden' }, text);
}
