/** What the answers mean on the wire, and as a command. */
import { signature, wireConnection } from './connection/sign-in.js';
import { store } from './store.js';

/** @param {object|null} secrets null: leaves them out */
export function connectionOf(answers = store.answers, secrets = store.secrets) {
  return wireConnection(answers.connection, secrets);
}

/** The connection with the path that answered, so that no path is tried twice. */
export function testedConnection(answers = store.answers, secrets = store.secrets) {
  const connection = connectionOf(answers, secrets);
  const path = answers.tested?.base_path;
  return path ? { ...connection, api_base_path: path } : connection;
}

/** Whether what was chosen or found is of the connection as it now stands, not of one before. */
export function ofConnection(part, answers = store.answers) {
  return part !== null && part.connection === signature(answers.connection);
}

/** What was chosen or found, with the connection that it is of. */
export function withConnection(part) {
  return { ...part, connection: signature(store.answers.connection) };
}

export function timeRange({ range } = store.answers) {
  return { start: new Date(range.start).toISOString(), end: new Date(range.end).toISOString() };
}

/** @param {object|null} secrets null: a configuration that can be shown */
export function exportConfig(answers = store.answers, secrets = store.secrets) {
  const custom = answers.mode === 'custom';
  const metricsql = custom && answers.checked?.query_type === 'metricsql';
  return {
    connection: secrets ? testedConnection(answers, secrets) : connectionOf(answers, null),
    time_range: timeRange(answers),
    mode: answers.mode,
    ...(custom
      ? { query: answers.query, query_type: answers.checked?.query_type ?? '', jobs: metricsql ? [] : (answers.jobs?.wanted ?? []) }
      : { components: answers.selection?.components ?? [], jobs: answers.selection?.jobs ?? [] }),
    obfuscation: obfuscation(answers),
    batching: batching(answers.output.batch),
    staging_dir: answers.output.staging_dir,
    metric_step_seconds: answers.output.step,
  };
}

function obfuscation({ hide, mode }) {
  return {
    enabled: hide.instance || hide.job || hide.labels.length > 0,
    obfuscate_instance: hide.instance,
    obfuscate_job: hide.job,
    preserve_structure: true,
    custom_labels: hide.labels,
    drop_labels: mode === 'custom' ? hide.drop : [],
  };
}

function batching(batch) {
  if (batch === 'auto' || batch === 'single') {
    return { enabled: batch === 'auto', strategy: 'auto' };
  }
  return { enabled: true, strategy: 'custom', custom_interval_seconds: Number(batch) };
}

/** How long a batch is: as the service cuts the range. */
export function batchSeconds(lengthSeconds, batch) {
  if (batch === 'single') {
    return lengthSeconds;
  }
  if (batch !== 'auto') {
    return Math.min(Number(batch), lengthSeconds);
  }
  return lengthSeconds <= 15 * 60 ? 30 : lengthSeconds <= 6 * 3600 ? 60 : 300;
}

export function batchCount(lengthSeconds, batch) {
  return Math.max(1, Math.ceil(lengthSeconds / batchSeconds(lengthSeconds, batch)));
}

/** The same export for a shell, without secrets. */
export function commandLine(answers = store.answers) {
  const config = exportConfig(answers, null);
  const { connection } = config;
  const parts = ['java -jar vmgather.jar export', `--url ${quoted(connection.url)}`];
  const option = (name, value) => value && parts.push(`--${name} ${quoted(String(value))}`);
  option('tenant', connection.tenant_id);
  option('auth', connection.auth.type !== 'none' && connection.auth.type);
  option('username', connection.auth.username);
  option('header', connection.auth.header_name);
  option('token-url', connection.auth.oauth2?.token_url);
  option('client-id', connection.auth.oauth2?.client_id);
  option('scope', connection.auth.oauth2?.scope);
  const { files = {} } = answers.connection;
  option('ca', files.ca);
  option('client-cert', files.client);
  option('client-key', files.key);
  if (connection.skip_tls_verify) {
    parts.push('--skip-tls-verify');
  }
  option('start', config.time_range.start);
  option('end', config.time_range.end);
  option('components', config.components?.join(','));
  option('jobs', config.jobs?.join(','));
  option(config.query_type === 'metricsql' ? 'query' : 'selector', config.query);
  const hidden = hiddenLabels(answers);
  if (hidden.length > 0) {
    option('obfuscate', hidden.join(','));
  } else {
    parts.push('--no-obfuscation');
  }
  option('drop', config.obfuscation.drop_labels.join(','));
  option('step', config.metric_step_seconds && `${config.metric_step_seconds}s`);
  option('batch', answers.output.batch === 'single' ? 'single' : answers.output.batch !== 'auto' && `${answers.output.batch}s`);
  option('staging', config.staging_dir);
  return parts.join(' \\\n  ');
}

/** Which variable the command reads the secret from; empty when it needs none. */
export function secretVariable({ connection } = store.answers) {
  return { basic: 'VMGATHER_PASSWORD', bearer: 'VMGATHER_TOKEN', header: 'VMGATHER_HEADER_VALUE', oauth2: 'VMGATHER_CLIENT_SECRET' }[connection.auth] ?? '';
}

/** Names of all labels that are hidden. */
export function hiddenLabels({ hide } = store.answers) {
  return [...(hide.instance ? ['instance'] : []), ...(hide.job ? ['job'] : []), ...hide.labels];
}

function quoted(text) {
  return /^[A-Za-z0-9_./:@,+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
