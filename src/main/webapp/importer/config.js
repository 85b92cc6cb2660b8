/** What the answers mean on the wire. */
import { wireConnection } from './connection/sign-in.js';
import { store } from './store.js';

const SECRETS = { basic: 'password', bearer: 'token', header: 'header_value' };

/**
 * @param {object} connection the wire's, as the form makes it, with its secrets
 * @returns {object} the same as the importer's configuration names it
 */
export function targetOf({ url, tenant_id, auth, skip_tls_verify, tls }) {
  return {
    endpoint: url,
    tenant_id,
    auth_type: auth.type,
    username: auth.username ?? '',
    password: auth.password ?? auth.token ?? '',
    custom_header_name: auth.header_name ?? '',
    custom_header_value: auth.header_value ?? '',
    ...(auth.oauth2 && { oauth2: auth.oauth2 }),
    skip_tls_verify,
    ...(tls && { tls }),
  };
}

/** The whole configuration of an import. */
export function importConfig(answers = store.answers, secrets = store.secrets) {
  const { connection, align, drop, speed } = answers;
  const { auth: { oauth2 }, tls } = wireConnection(connection, secrets);
  const secret = secrets[SECRETS[connection.auth]] ?? '';
  return {
    endpoint: secrets.url || connection.url,
    select_endpoint: connection.select_url ?? '',
    tenant_id: connection.tenant_id,
    auth_type: connection.auth,
    username: connection.auth === 'basic' ? connection.username : '',
    password: connection.auth === 'header' ? '' : secret,
    ...(oauth2 && { oauth2 }),
    custom_header_name: connection.auth === 'header' ? connection.header_name : '',
    custom_header_value: connection.auth === 'header' ? secret : '',
    skip_tls_verify: connection.skip_tls_verify,
    ...(tls && { tls }),
    time_shift_ms: align.shift,
    drop_labels: drop,
    drop_old: true,
    samples_per_second: speed,
  };
}
