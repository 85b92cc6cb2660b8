import { fill, h, uid } from '../ui/dom.js';
import { button, field, secretField } from '../ui/controls.js';
import { icon } from '../ui/icons.js';

const MOST_BYTES = 1024 * 1024;

/** By the part of the connection that an error names. */
const PART_OF = { ca: 'ca', client_certificate: 'client', client_pkcs12: 'client', client_key: 'key', client_password: 'password' };

const FILES = [
  ['ca', 'Authorities (CA) to trust', 'PEM. For a certificate that your company issued itself.'],
  ['client', 'Client certificate', 'PEM with its chain, or PKCS#12. For a server that asks for one.'],
  ['key', 'Its private key', 'PEM. Not needed where the file beside holds it.'],
];

/** Whether everything that was given is still here, which no reload keeps. */
export function certificatesAtHand({ files = {} }, secrets) {
  return FILES.every(([part]) => !files[part] || secrets.files[part]) && (!files.password || secrets.client_password !== '');
}

/** @returns {object} the wire's `tls`; empty when none is given */
export function wireCertificates({ files = {} }, secrets) {
  const client = secrets.files.client ?? '';
  const pem = client.includes('-----BEGIN ');
  const given = {
    ca: secrets.files.ca,
    client_certificate: pem && client,
    client_pkcs12: !pem && client && btoa(client),
    client_key: secrets.files.key,
    client_password: secrets.client_password,
  };
  const tls = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
  return named({ files }).length > 0 && Object.keys(tls).length > 0 ? { tls } : {};
}

/** What was given, by part and name. */
export function named({ files = {} }) {
  return Object.entries(files).filter(([, name]) => name);
}

/**
 * Fields for certificates, folded away until somebody needs them. What is in the files is handed on
 * as text, byte by byte, and never stored.
 *
 * @param {{files: object, secrets: object, onChange: (files: object, secrets: object) => void}} options
 *     `files` are the names of what was given
 */
export function certificateFields({ files = {}, secrets, onChange }) {
  let names = { ...files };
  let contents = { ...secrets.files };
  let password = secrets.client_password;
  const boxes = {};
  const summary = h('span', {});
  const hand = () => onChange(names, { files: contents, client_password: password });

  for (const [part, label, hint] of FILES) {
    boxes[part] = fileField(part, label, hint);
  }
  boxes.password = secretField('Password of the key or file', { testid: 'client-password', value: password, onInput: (event) => { password = event.target.value; names = { ...names, password: password !== '' }; hand(); } }).box;
  const element = h(
    'details',
    { class: 'raw card-part certificates', open: named({ files }).length > 0, data: { testid: 'certificates' } },
    h('summary', {}, icon('right', 'fold'), summary),
    h('div', { class: 'certificate-fields' }, boxes.ca, boxes.client, boxes.key, boxes.password),
    h('p', { class: 'small muted spaced' }, 'Kept in memory until the export or import ends; a reload forgets them.'),
  );
  say();
  /** @param {string} at the field that an error names, as the service does */
  element.showError = (at, text) => {
    const part = PART_OF[at.split('.').at(-1)];
    Object.entries(boxes).forEach(([key, box]) => box.showError(key === part ? text : ''));
    element.open ||= part !== undefined;
    return part !== undefined;
  };
  return element;

  function say() {
    const given = named({ files: names }).filter(([part]) => part !== 'password').map(([, name]) => name);
    summary.textContent = given.length > 0 ? `Certificates: ${given.join(', ')}` : 'Certificates: none of your own';
  }

  function fileField(part, label, hint) {
    const state = h('p', { class: 'file-state small' });
    const input = h('input', { type: 'file', class: 'input file-choice', id: uid('certificate'), data: { testid: `file-${part}` }, on: { change: () => input.files.length > 0 && read(input.files[0]) } });
    const box = field(label, input, { hint });
    box.append(state);
    show();
    return box;

    async function read(file) {
      if (file.size > MOST_BYTES) {
        box.showError('Too long for a certificate or key: at most 1 MB.');
        input.value = '';
        return;
      }
      take(file.name, latin(new Uint8Array(await file.arrayBuffer())));
    }

    function take(name, content) {
      box.showError('');
      // Another file may need no password.
      names = { ...names, [part]: name, password: password !== '' };
      contents = { ...contents, [part]: content };
      show();
      say();
      hand();
    }

    function show() {
      const name = names[part];
      const remove = () => { input.value = ''; take('', ''); };
      fill(state, name && [
        h('span', { class: 'break' }, contents[part] ? `${name} is used.` : `${name} was used: choose it again.`),
        button('Remove', { kind: 'link', testid: `remove-${part}`, 'aria-label': `Remove ${name}`, onClick: remove }),
      ]);
    }
  }
}

/** One character for each byte, so that nothing is lost of what is no text. */
function latin(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}
