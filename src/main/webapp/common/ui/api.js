/** Calls to the service beside this page. Addresses are relative, so any prefix works. */

const SIDES = {
  source: 'VictoriaMetrics',
  input: 'What was entered',
  bundle: 'The bundle',
  service: 'vmgather',
  network: 'Between this page and vmgather',
};

const SIDE_OF = {
  INVALID_INPUT: 'input',
  NOTHING_MATCHED: 'input',
  TOO_LARGE: 'input',
  LOGIN_REFUSED: 'source',
  UNREACHABLE: 'source',
  TIMED_OUT: 'source',
  BUSY: 'source',
  ROUTE_MISSING: 'source',
  REJECTED: 'source',
  SERVER_LIMIT: 'source',
  BROKEN_ANSWER: 'source',
  LINE_TOO_LONG: 'source',
  BUNDLE_DAMAGED: 'bundle',
  PAGE_OFFLINE: 'network',
  NOT_FROM_VMGATHER: 'network',
};

/** What somebody on the way answers instead of the service, and what may be done about it. */
const ON_THE_WAY = {
  413: 'A proxy before vmgather takes no file of this size: raise its limit (nginx: client_max_body_size), or use the command line, which takes any size.',
  502: 'The proxy before vmgather does not reach it: check that vmgather runs. Then try again.',
  503: 'The proxy before vmgather does not reach it: check that vmgather runs. Then try again.',
  504: 'The proxy before vmgather waited no longer: raise its time limit. Then try again.',
};

/** A failed call: the error shape of the service, or the failure to reach it. */
export class ApiError extends Error {
  constructor(shape, raw) {
    super(text(shape.error) || 'The request failed');
    this.status = Number(shape.status) || 0;
    this.code = text(shape.code);
    this.retryable = shape.retryable === true;
    this.hint = text(shape.hint);
    this.field = text(shape.field);
    this.raw = raw;
  }

  /** On which side it failed, in words. */
  get side() {
    return SIDES[SIDE_OF[this.code] ?? 'service'];
  }

  /** From an error shape inside another answer. */
  static of(shape) {
    return new ApiError(shape, JSON.stringify(shape, null, 2));
  }
}

function text(value) {
  return typeof value === 'string' ? value : '';
}

/** What shows that a request comes from this page; one for each user and start of the server. */
const CSRF = 'X-CSRF-Token';
let csrfToken = '';

/** @returns {Promise<object>} what this server is, and who is signed in */
export async function askServer() {
  const server = await get('api/config');
  csrfToken = text(server.csrf_token);
  return server;
}

/** Once more with a new token where the server was started again meanwhile. */
async function changing(send) {
  try {
    return await send({ [CSRF]: csrfToken });
  } catch (failure) {
    if (failure.field !== CSRF) {
      throw failure;
    }
    await askServer();
    return send({ [CSRF]: csrfToken });
  }
}

/** What stops one question by itself, and with all others when `signal` ends them. */
export function stoppable(signal) {
  const mine = new AbortController();
  if (signal?.aborted) {
    mine.abort();
  }
  signal?.addEventListener('abort', () => mine.abort(), { once: true });
  return mine;
}

/** @returns {Promise<any>} the answer; rejects with ApiError, or AbortError when aborted */
export function get(path, signal) {
  return call(path, { signal });
}

export function post(path, body, signal) {
  return changing((token) =>
    call(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...token },
      body: JSON.stringify(body),
      signal,
    }),
  );
}

/**
 * Sends a file as it is.
 *
 * @param {(part: number) => void} onProgress told the share that has left, 0 to 1
 * @returns {Promise<any>} as `post`
 */
export function put(path, file, onProgress, signal) {
  return changing((token) => upload(path, file, onProgress, signal, token));
}

function upload(path, file, onProgress, signal, token) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', path);
    request.setRequestHeader('Accept', 'application/json');
    Object.entries(token).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0));
    request.addEventListener('load', () => {
      try {
        resolve(read(request.status, request.responseText));
      } catch (failure) {
        reject(failure);
      }
    });
    request.addEventListener('error', () => reject(offline('The upload broke off')));
    request.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

async function call(path, options) {
  let answer;
  let raw;
  try {
    answer = await fetch(path, { ...options, headers: { Accept: 'application/json', ...options.headers } });
    raw = await answer.text();
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw offline(String(failure.message));
  }
  return read(answer.status, raw);
}

function offline(raw) {
  return new ApiError(
    {
      error: 'vmgather does not answer',
      code: 'PAGE_OFFLINE',
      retryable: true,
      hint: 'Check that it is still running, and that this machine reaches it. Then try again.',
    },
    raw,
  );
}

/** @throws {ApiError} where the answer is none, or tells of a failure */
function read(status, raw) {
  const body = parsed(raw);
  if (status < 200 || status > 299) {
    if (status === 401 && !body?.error) {
      throw new ApiError({ error: 'Your sign-in has ended', status, code: 'NOT_SIGNED_IN', hint: 'Load this page again to sign in. Your answers stay; passwords are asked for again.' }, raw);
    }
    throw new ApiError(body?.error ? body : onTheWay(`An answer with status ${status} that vmgather did not write`, status, ON_THE_WAY[status]), raw);
  }
  if (body === undefined) {
    throw new ApiError(onTheWay('The answer is no JSON; is a proxy or a sign-in page in between?', status, 'Load this page again. Your answers stay; passwords are asked for again.'), raw);
  }
  return body;
}

function onTheWay(error, status, hint = 'Ask whoever looks after the proxy before vmgather.') {
  return { error, status, hint, code: 'NOT_FROM_VMGATHER', retryable: true };
}

function parsed(raw) {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
