import { fill, h } from '../ui/dom.js';

/** The parts of a pasted address, as the service read them, each with its meaning. */
export function readAs() {
  const parts = h('div', { class: 'read-parts', 'aria-live': 'polite', data: { testid: 'read-as' } });
  const element = h('div', { class: 'read-as' }, h('div', { class: 'small muted' }, 'Read as'), parts);
  element.show = (address, connection) => fill(parts, address?.ok ? meanings(address, connection) : empty(address));
  element.show(null);
  return element;
}

function empty(address) {
  return h('p', { class: 'muted' }, address ? (address.hint ?? 'This can’t be read as an address.') : 'Nothing yet: each part of the address is explained here as you type.');
}

function meanings(address, connection) {
  const tls = address.scheme === 'https';
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  const shown = [
    address.scheme ? [`${address.scheme}://`, tls ? 'TLS' : 'No TLS'] : ['(none)', 'HTTP or TLS, tried'],
    [host, address.port ? 'Host' : `Host${address.scheme ? `, port ${tls ? 443 : 80}` : ''}`],
  ];
  if (address.port) {
    shown.push([`:${address.port}`, 'Port']);
  }
  const sub = address.sub_path ?? '';
  if (sub) {
    shown.push([sub, 'Proxy’s path']);
  }
  const base = address.base_paths?.[0] ?? '';
  shown.push(...pathParts(base.startsWith(sub) ? base.slice(sub.length) : base, address.tenant));
  if (address.tenant && !shown.some(([, , strong]) => strong)) {
    shown.push([address.tenant, `Tenant ${address.tenant}`, true]);
  }
  const more = (address.base_paths?.length ?? 1) - 1;
  return [
    h('ul', {}, shown.map(([text, meaning, strong]) => h('li', { class: strong ? 'strong' : '' }, h('span', { class: 'mono' }, text), h('span', { class: 'small' }, meaning)))),
    h(
      'p',
      { class: 'small muted' },
      [
        more > 0 && `If that does not answer, ${more === 1 ? 'one more path is' : `${more} more paths are`} tried.`,
        address.sign_in_in_url && 'The address holds a sign-in: it is used, but neither shown nor stored.',
        !address.tenant && connection?.url.includes('/select') && 'No tenant is named.',
      ].filter(Boolean).join(' '),
    ),
  ];
}

function pathParts(path, tenant) {
  const match = /^(\/(?:select|insert)\/[^/]+|\/\d+(?::\d+)?)?(\/rw|\/r)?(\/prometheus)?$/.exec(path);
  if (!match) {
    return path ? [[path, 'Path']] : [];
  }
  return [
    match[1] && [match[1], tenant ? `Tenant ${tenant}` : 'Tenant', true],
    match[2] && [match[2], 'Data source route'],
    match[3] && [match[3], 'Prometheus API'],
  ].filter(Boolean);
}
