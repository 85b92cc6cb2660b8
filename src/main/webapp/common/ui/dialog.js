import { h, uid } from './dom.js';
import { button } from './controls.js';

/**
 * A modal dialog; Escape and Cancel close it, and the focus goes back to where it was.
 *
 * @param {{title: string, content: Node[], confirm: string, cancel?: string, testid: string,
 *     onConfirm: () => (boolean|void|Promise<boolean|void>)}} options `onConfirm` returning false keeps it open
 * @returns {HTMLDialogElement}
 */
export function openDialog({ title, content, confirm, cancel = 'Close', testid, onConfirm }) {
  const titleId = uid('dialog');
  const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': titleId, data: { testid } });
  const form = h(
    'form',
    {
      method: 'dialog',
      on: {
        submit: async (event) => {
          event.preventDefault();
          if ((await onConfirm()) !== false) {
            dialog.close();
          }
        },
      },
    },
    h('h2', { id: titleId }, title),
    h('div', { class: 'dialog-body' }, content),
    h(
      'div',
      { class: 'dialog-foot' },
      button(cancel, { onClick: () => dialog.close(), testid: `${testid}-cancel` }),
      h('button', { type: 'submit', class: 'button primary', data: { testid: `${testid}-confirm` } }, confirm),
    ),
  );
  dialog.append(form);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
