import { h, uid } from './dom.js';
import { icon } from './icons.js';

/** A button; `kind` is primary, plain (default), link or small. */
export function button(label, { kind = 'plain', iconName, testid, onClick, ...props } = {}) {
  return h(
    'button',
    { type: 'button', class: `button ${kind}`, data: testid ? { testid } : {}, on: onClick ? { click: onClick } : {}, ...props },
    iconName && icon(iconName),
    h('span', {}, label),
  );
}

/** A labelled field with room for its error. `field.showError(text)` ties the error to it. */
export function field(label, input, { hint, className = '', after } = {}) {
  input.id ||= uid('field');
  const errorId = `${input.id}-error`;
  const hintId = `${input.id}-hint`;
  const error = h('p', { class: 'field-error', id: errorId, role: 'alert', hidden: true });
  const box = h(
    'div',
    { class: `field ${className}` },
    h('label', { for: input.id }, label),
    after ? h('div', { class: 'field-row' }, input, after) : input,
    hint && h('p', { class: 'field-hint', id: hintId }, hint),
    error,
  );
  if (hint) {
    input.setAttribute('aria-describedby', hintId);
  }
  box.showError = (text) => {
    error.hidden = !text;
    error.replaceChildren();
    if (text) {
      error.append(icon('crossCircle'), h('span', {}, text));
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', `${errorId}${hint ? ` ${hintId}` : ''}`);
    } else {
      input.removeAttribute('aria-invalid');
      if (hint) {
        input.setAttribute('aria-describedby', hintId);
      } else {
        input.removeAttribute('aria-describedby');
      }
    }
  };
  return box;
}

export function textInput({ testid, onInput, ...props } = {}) {
  return h('input', {
    type: 'text',
    class: 'input',
    autocomplete: 'off',
    spellcheck: 'false',
    data: testid ? { testid } : {},
    on: onInput ? { input: onInput } : {},
    ...props,
  });
}

/** A field for a secret, with an eye that shows it. */
export function secretField(label, { testid, value, onInput }) {
  const input = textInput({ type: 'password', testid, value, onInput, class: 'input mono', autocomplete: 'off' });
  const eye = h(
    'button',
    {
      type: 'button',
      class: 'eye',
      'aria-label': `Show the ${label.toLowerCase()}`,
      'aria-pressed': 'false',
      on: {
        click: () => {
          const shown = input.type === 'password';
          input.type = shown ? 'text' : 'password';
          eye.setAttribute('aria-pressed', String(shown));
        },
      },
    },
    icon('eye'),
  );
  return { box: field(label, input, { className: 'secret', after: eye }), input };
}

/** Radio buttons as one strip. */
export function segments(legend, options, { value, onChange, testid, small, hideLegend } = {}) {
  const name = uid('choice');
  return h(
    'fieldset',
    { class: `segments${small ? ' small' : ''}`, data: testid ? { testid } : {} },
    h('legend', { class: hideLegend ? 'visually-hidden' : '' }, legend),
    h(
      'div',
      { class: 'strip' },
      options.map(([key, label]) =>
        h(
          'label',
          {},
          h('input', {
            type: 'radio',
            name,
            value: key,
            checked: key === value,
            data: testid ? { testid: `${testid}-${key}` } : {},
            on: { change: () => onChange(key) },
          }),
          h('span', {}, label),
        ),
      ),
    ),
  );
}

/** A switch with its words; `checked` says what stands beside it. */
export function toggle(label, { checked, onChange, testid, note } = {}) {
  const id = uid('switch');
  const input = h('input', {
    type: 'checkbox',
    role: 'switch',
    id,
    class: 'switch',
    checked,
    data: testid ? { testid } : {},
    'aria-describedby': note ? `${id}-note` : undefined,
    on: { change: () => onChange(input.checked) },
  });
  return h(
    'div',
    { class: 'toggle' },
    h('div', { class: 'toggle-words' }, h('label', { for: id }, label), note && h('div', { class: 'small muted', id: `${id}-note` }, note)),
    input,
  );
}

/** A tick box; `mixed` shows the dash. */
export function tick(label, { checked, mixed, onChange, testid, ...props } = {}) {
  const input = h('input', {
    type: 'checkbox',
    class: 'tick',
    'aria-label': label,
    checked,
    indeterminate: mixed ?? false,
    data: testid ? { testid } : {},
    on: { change: () => onChange(input.checked) },
    ...props,
  });
  return input;
}

/** A search field with its glass. */
export function searchField(label, { testid, value = '', onInput }) {
  return h(
    'div',
    { class: 'search' },
    icon('search'),
    textInput({ type: 'search', 'aria-label': label, placeholder: label, testid, value, onInput }),
  );
}

/** Copies `text()` and says so in its own words for a moment. */
export function copyButton(label, text, { testid, kind = 'plain small-button', name } = {}) {
  const words = h('span', { 'aria-live': 'polite' }, label);
  const element = h(
    'button',
    {
      type: 'button',
      class: `button ${kind}`,
      'aria-label': name,
      data: testid ? { testid } : {},
      on: {
        click: async () => {
          words.textContent = (await copied(text())) ? 'Copied' : 'Not copied';
          setTimeout(() => {
            words.textContent = label;
          }, 1500);
        },
      },
    },
    kind.includes('link') ? null : icon('copy'),
    words,
  );
  return element;
}

async function copied(value) {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    const area = h('textarea', { class: 'visually-hidden', value });
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
