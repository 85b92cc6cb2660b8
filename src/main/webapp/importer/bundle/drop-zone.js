import { h, uid } from '../ui/dom.js';
import { icon } from '../ui/icons.js';

const KINDS = '.zip,.jsonl,.gz,.json,application/zip,application/gzip';

/**
 * Takes a file that is dropped or picked.
 *
 * @param {(file: File) => void} onFile
 * @param {string} most the largest size, in words; empty when there is none
 */
export function dropZone(onFile, most) {
  const id = uid('file');
  const input = h('input', {
    type: 'file',
    id,
    class: 'file-input',
    accept: KINDS,
    data: { testid: 'file' },
    'aria-describedby': `${id}-note`,
    on: {
      change: () => {
        if (input.files.length > 0) {
          onFile(input.files[0]);
        }
      },
    },
  });
  const zone = h(
    'div',
    { class: 'drop-zone', data: { testid: 'drop-zone' } },
    input,
    h('span', { class: 'file-icon' }, icon('upload')),
    h('div', {}, h('label', { for: id, class: 'drop-label' }, 'Drop a bundle here, or choose a file'), h('p', { class: 'small muted', id: `${id}-note` }, `A .zip from vmgather, or .jsonl or .jsonl.gz as VictoriaMetrics exports it.${most ? ` Up to ${most}.` : ''}`)),
  );
  const over = (event, on) => {
    event.preventDefault();
    zone.classList.toggle('over', on);
  };
  zone.addEventListener('dragover', (event) => over(event, true));
  zone.addEventListener('dragleave', (event) => over(event, false));
  zone.addEventListener('drop', (event) => {
    over(event, false);
    const [file] = event.dataTransfer.files;
    if (file) {
      onFile(file);
    }
  });
  return zone;
}
