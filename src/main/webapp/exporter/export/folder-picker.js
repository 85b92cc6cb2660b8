import { fill, h } from '../ui/dom.js';
import { ApiError, get, post, stoppable } from '../ui/api.js';
import { icon } from '../ui/icons.js';
import { field, textInput } from '../ui/controls.js';
import { openDialog } from '../ui/dialog.js';
import { errorPanel, stoppedWaiting, waiting } from '../ui/panels.js';

/** Walks through the folders of the machine that vmgather runs on. */
export function pickFolder(start, onPick) {
  let reading = null;
  const list = h('div', { class: 'folders' });
  const input = textInput({ class: 'input mono', value: start, testid: 'folder-path', onInput: () => box.showError('') });
  const box = field('Folder', input);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      open(input.value.trim());
    }
  });
  const dialog = openDialog({
    title: 'Choose a folder',
    testid: 'folder-dialog',
    confirm: 'Use this folder',
    content: [box, list],
    onConfirm: async () => {
      try {
        const answer = await post('api/fs/check', { path: input.value.trim(), ensure: true });
        if (!answer.ok) {
          box.showError(answer.message || 'This folder can’t be written.');
          return false;
        }
        onPick(answer.abs_path);
        return true;
      } catch (failure) {
        box.showError(failure.message);
        return false;
      }
    },
  });
  dialog.addEventListener('close', () => reading?.abort());
  open(start);

  async function open(path) {
    reading?.abort();
    const mine = stoppable();
    reading = mine;
    fill(list, waiting('Reading the folder', { onCancel: () => mine.abort() }));
    const before = input.value;
    try {
      const answer = await get(`api/fs/list?path=${encodeURIComponent(path)}`, mine.signal);
      if (input.value === before) {
        // Not what somebody has typed meanwhile.
        input.value = answer.path || path;
      }
      fill(
        list,
        answer.exists === false && h('p', { class: 'muted' }, 'There is no such folder yet; it is made when you use it.'),
        answer.exists !== false && (answer.entries ?? []).length === 0 && h('p', { class: 'muted' }, 'There are no folders in it.'),
        h('ul', { 'aria-label': 'Folders' }, answer.parent && answer.parent !== answer.path && entry('up', 'One up', answer.parent), (answer.entries ?? []).map((folder) => entry('folder', folder.name, folder.path, folder.writable === false ? 'read only' : ''))),
      );
    } catch (failure) {
      if (failure instanceof ApiError) {
        fill(list, errorPanel(failure, { testid: 'folder-error' }));
      } else if (mine === reading) {
        fill(list, stoppedWaiting(() => open(path)));
      }
    }
  }

  function entry(iconName, name, path, note) {
    return h('li', {}, h('button', { type: 'button', class: 'folder', data: { testid: 'folder' }, on: { click: () => open(path) } }, icon(iconName), h('span', { class: 'break' }, name), note && h('span', { class: 'small muted' }, note)));
  }
}
