/** The connection as the form holds it, and as the wire has it. */
import { certificatesAtHand, named, wireCertificates } from './certificates.js';

export const NO_CONNECTION = { url: '', in_url: false, tenant_id: '', auth: 'none', username: '', header_name: '', token_url: '', client_id: '', scope: '', skip_tls_verify: false, files: {} };

/** What no reload keeps: `files` holds certificates and keys by part. */
export const NO_SECRETS = { url: '', password: '', token: '', header_value: '', client_secret: '', files: {}, client_password: '' };

/** Whether the sign-in that was chosen has its secret, and the certificates are here. */
export function secretAtHand(connection, secrets) {
  return signInAtHand(connection, secrets) && certificatesAtHand(connection, secrets);
}

/** The sign-in's secret alone. */
function signInAtHand(connection, secrets) {
  const needed = { basic: secrets.password, bearer: secrets.token, header: secrets.header_value, oauth2: secrets.client_secret };
  return connection.auth === 'none' ? !connection.in_url || secrets.url !== '' : needed[connection.auth] !== '';
}

/**
 * @param {object|null} secrets null: leaves them out
 * @returns {object} the wire's connection
 */
export function wireConnection(connection, secrets) {
  return {
    url: (secrets && secrets.url) || connection.url,
    tenant_id: connection.tenant_id,
    auth: authOf(connection, secrets),
    skip_tls_verify: connection.skip_tls_verify,
    ...(secrets && wireCertificates(connection, secrets)),
  };
}

function authOf(connection, secrets) {
  return {
    none: { type: 'none' },
    basic: { type: 'basic', username: connection.username, ...(secrets && { password: secrets.password }) },
    bearer: { type: 'bearer', ...(secrets && { token: secrets.token }) },
    header: { type: 'header', header_name: connection.header_name, ...(secrets && { header_value: secrets.header_value }) },
    oauth2: { type: 'oauth2', oauth2: { token_url: connection.token_url, client_id: connection.client_id, scope: connection.scope, ...(secrets && { client_secret: secrets.client_secret }) } },
  }[connection.auth];
}

/** Two connections with one signature answer alike. Holds no secret. */
export function signature(connection) {
  return JSON.stringify([
    connection.url, connection.tenant_id, connection.auth, connection.username, connection.header_name, connection.skip_tls_verify,
    ...(connection.auth === 'oauth2' ? [connection.token_url, connection.client_id, connection.scope] : []),
    ...named(connection),
    ...(connection.select_url ? [connection.select_url] : []),
  ]);
}

/** Whether the connection was tested as it now stands, and its secret is still here. */
export function connected({ tested, connection }, secrets) {
  return tested !== null && tested.signature === signature(connection) && secretAtHand(connection, secrets);
}
