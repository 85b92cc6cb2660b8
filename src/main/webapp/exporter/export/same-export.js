import { fill, h } from '../ui/dom.js';
import { copyButton, segments } from '../ui/controls.js';
import { card } from '../ui/panels.js';
import { commandLine, exportConfig, secretVariable } from '../config.js';
import { store } from '../store.js';

/** The export as a command and as JSON, without secrets. */
export function sameExport() {
  let kind = 'command';
  const code = h('pre', { class: 'code-block', tabindex: '0', 'aria-label': 'The same export as text', data: { testid: 'same-export-text' } });
  const note = h('p', { class: 'small muted spaced' });
  const element = card(
    { title: 'The same export elsewhere', fact: 'passwords are left out', testid: 'same-export' },
    h(
      'div',
      { class: 'card-body' },
      h(
        'div',
        { class: 'between' },
        segments('Form', [['command', 'Command line'], ['json', 'JSON']], { value: kind, small: true, hideLegend: true, testid: 'same-export-form', onChange: (value) => { kind = value; redraw(); } }),
        copyButton('Copy', () => code.textContent, { testid: 'same-export-copy', name: 'Copy the same export' }),
      ),
      code,
      note,
    ),
  );
  element.redraw = redraw;
  redraw();
  return element;

  function redraw() {
    code.textContent = kind === 'command' ? commandLine() : JSON.stringify(exportConfig(store.answers, null), null, 2);
    const variable = secretVariable();
    const inUrl = store.answers.connection.in_url;
    if (kind === 'json') {
      fill(note, 'For ', h('code', {}, '-oneshot-config'), ' or ', h('code', {}, 'POST api/export/start'), variable && '; add the secret in ', variable && h('code', {}, 'connection.auth'), '.');
    } else {
      fill(note, variable ? ['The secret is read from ', h('code', {}, variable), ', or asked for.'] : inUrl ? ['The sign-in in the address is left out: give ', h('code', {}, '--username'), ' and ', h('code', {}, 'VMGATHER_PASSWORD'), '.'] : 'Runs as it stands.');
    }
  }
}
