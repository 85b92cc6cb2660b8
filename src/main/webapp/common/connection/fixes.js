/** What a failed test means: the stage that failed, the side, and what to try. */

export const STAGES = ['Name', 'Port', 'TLS', 'Sign-in', 'Queries', 'Tenant'];

/** Index in STAGES of what failed. The words are those of the service's own errors. */
export function failedStage({ code = '', error = '', field = '' }) {
  if (/No address is known/i.test(error)) {
    return 0;
  }
  if (code === 'LOGIN_REFUSED' || field.startsWith('connection.auth') || /refuses the sign-in/.test(error)) {
    return 3;
  }
  if (/certificate|TLS|HTTPS/i.test(error)) {
    return 2;
  }
  if (/^(Connection refused|No route|No connection)/i.test(error) || code === 'UNREACHABLE') {
    return 1;
  }
  return /tenant/i.test(error) ? 5 : 4;
}

const SIDES = [
  'the name of the host, or this machine’s DNS',
  'the server’s port, or a firewall; not the sign-in',
  'the server’s certificate, or the scheme in front of the address',
  'the sign-in; the server itself answers',
  'VictoriaMetrics, or a proxy in front of it',
  'the tenant in the address',
];

/** @returns {{side: string, list: {text: string, label?: string, url?: string}[]}} */
export function fixes({ answer, address }) {
  const stage = failedStage(answer);
  const unread = answer.code === 'INVALID_INPUT' || address?.ok === false;
  const list = [];
  if (address?.ok && isOwn(address)) {
    list.push({ text: 'This is vmgather’s own address, the one of this page. Give that of your VictoriaMetrics, such as http://localhost:8428.' });
    return { side: 'the address; vmgather answered itself', list };
  }
  const change = address?.ok && !address.sign_in_in_url ? applicable(answer, address, stage) : null;
  if (change) {
    list.push(change);
  }
  if (answer.hint) {
    list.push({ text: answer.hint });
  }
  if (stage === 1 && !unread) {
    list.push({ text: 'In a cluster behind vmauth, paste vmauth’s address instead; it often listens on 8427 or 443.' });
  }
  if (list.length === 0) {
    list.push({ text: 'Check the address, then test again.' });
  }
  return { side: unread ? 'what was entered; nothing was sent' : SIDES[stage], list };
}

const LOCAL = ['localhost', '127.0.0.1', '::1'];

/** Whether the address is the one that this page came from. */
function isOwn({ host, port, scheme }) {
  const here = location.hostname.replace(/^\[|\]$/g, '');
  const same = host === here || (LOCAL.includes(host) && LOCAL.includes(here));
  return same && Number(port || usualPort(scheme)) === Number(location.port || usualPort(location.protocol));
}

function usualPort(scheme) {
  return /^https/.test(scheme) ? 443 : 80;
}

function applicable(answer, address, stage) {
  const cleaned = address.cleaned_url ?? '';
  const bare = withoutPath(cleaned);
  if (answer.code === 'ROUTE_MISSING' && bare !== cleaned) {
    return { text: 'There is no such path. vmgather finds the usual ones by itself.', label: 'Try without the path', url: bare };
  }
  if (stage === 2 && /wants HTTPS/.test(answer.error) && /^http:/.test(cleaned)) {
    return { text: 'The server speaks TLS.', label: 'Use https://', url: cleaned.replace(/^http:/, 'https:') };
  }
  if (stage === 2 && /does not speak TLS/.test(answer.error) && /^https:/.test(cleaned)) {
    return { text: 'The server speaks no TLS.', label: 'Use http://', url: cleaned.replace(/^https:/, 'http:') };
  }
  const usual = cleaned.includes('/select/') ? 8481 : 8428;
  if (stage === 1 && address.port !== usual) {
    const url = withPort(cleaned, usual);
    return url && { text: `${usual === 8481 ? 'vmselect' : 'A single node'} listens on port ${usual} unless told otherwise.`, label: `Use port ${usual}`, url };
  }
  return null;
}

/** `https://vm.example.com:8428` of `https://vm.example.com:8428/some/path`. */
function withoutPath(text) {
  return text.replace(/^((?:https?:\/\/)?[^/]+)\/.*$/, '$1');
}

function withPort(text, port) {
  const match = /^((?:https?:\/\/)?(?:\[[^\]]+\]|[^/:]+))(?::\d+)?(\/.*)?$/.exec(text);
  return match && `${match[1]}:${port}${match[2] ?? ''}`;
}
