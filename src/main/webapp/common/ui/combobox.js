import { fill, h, uid } from './dom.js';
import { icon } from './icons.js';
import { textInput } from './controls.js';

/**
 * A field that searches as one types and lets one of the answers be picked.
 *
 * @typedef {{value: string, note: string}} Choice
 * @param {{label: string, testid: string, find: (text: string) => Promise<{choices: Choice[], more: string}>,
 *     onPick: (value: string) => void}} options
 */
export function combobox({ label, testid, find, onPick }) {
  const listId = uid('list');
  const list = h('ul', { class: 'options', role: 'listbox', id: listId, 'aria-label': label, hidden: true });
  const input = textInput({
    class: 'input mono',
    role: 'combobox',
    'aria-label': label,
    'aria-expanded': 'false',
    'aria-controls': listId,
    'aria-autocomplete': 'list',
    testid,
  });
  const element = h('div', { class: 'combobox' }, input, icon('down'), list);
  let choices = [];
  let active = -1;
  let picked = '';
  let asked = 0;

  async function open(text) {
    asked += 1;
    const mine = asked;
    const found = await find(text);
    if (mine !== asked || document.activeElement !== input) {
      return;
    }
    choices = found.choices;
    active = -1;
    fill(
      list,
      choices.map((choice, index) =>
        h(
          'li',
          {
            role: 'option',
            id: `${listId}-${index}`,
            'aria-selected': String(choice.value === picked),
            data: { testid: `${testid}-option` },
            on: { pointerdown: (event) => { event.preventDefault(); pick(choice.value); } },
          },
          h('span', { class: 'mono' }, choice.value),
          h('span', { class: 'small muted' }, choice.note),
        ),
      ),
      found.more && h('li', { class: 'small muted', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, found.more),
    );
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
  }

  function close() {
    asked += 1;
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
    input.value = picked;
  }

  function pick(value) {
    picked = value;
    close();
    onPick(value);
  }

  function move(by) {
    active = Math.max(0, Math.min(choices.length - 1, active + by));
    [...list.children].forEach((item, index) => item.classList.toggle('active', index === active));
    list.children[active]?.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', `${listId}-${active}`);
  }

  input.addEventListener('focus', () => { input.select(); });
  input.addEventListener('click', () => { if (list.hidden) { open(''); } });
  input.addEventListener('input', () => open(input.value));
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) {
        open('');
      } else if (choices.length > 0) {
        move(event.key === 'ArrowDown' ? 1 : -1);
      }
    } else if (event.key === 'Enter' && !list.hidden && choices.length > 0) {
      event.preventDefault();
      pick(choices[Math.max(0, active)].value);
    } else if (event.key === 'Escape' && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  element.pick = (value) => {
    picked = value;
    input.value = value;
  };
  return element;
}
