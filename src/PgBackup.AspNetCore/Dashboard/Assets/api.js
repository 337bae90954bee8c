// Talks to the API, which is below the dashboard's own address: so it works at any path, and behind any proxy.

const root = new URL('api', document.baseURI).href;

/** What the API refuses, in its own words. */
export class ApiError extends Error {
  constructor(problem) {
    super([problem.title, problem.detail, ...Object.entries(problem.errors ?? {}).map(([name, all]) => `${name}: ${all.join(' ')}`)]
      .filter(Boolean).join(' — '));
    this.code = problem.code;
    this.status = problem.status;
  }
}

export const urlOf = path => path ? `${root}/${path}` : root;

export const get = path => call('GET', path);
export const post = (path, body) => call('POST', path, body);
export const put = (path, body) => call('PUT', path, body);
export const remove = path => call('DELETE', path);

/** Begins long work and answers at once with its operation. */
export const start = (method, path, body) => call(method, path, body, { Prefer: 'respond-async' });

/** Reports each change of an operation, and answers with its end. */
export function watch(operation, onChange) {
  if (operation.state !== 'running') return operation;
  return new Promise((resolve, reject) => {
    const source = new EventSource(urlOf(`operations/${operation.id}/events`));
    const take = event => {
      const now = JSON.parse(event.data);
      onChange(now);
      if (now.state === 'running') return;
      source.close();
      resolve(now);
    };
    for (const state of ['running', 'succeeded', 'failed', 'cancelled']) source.addEventListener(state, take);
    // It comes back by itself, unless the answer was a refusal; then one question tells more.
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      get(`operations/${operation.id}`)
        .then(now => now.state === 'running' ? wait().then(() => watch(now, onChange)) : now)
        .then(resolve, reject);
    };
  });
}

const wait = () => new Promise(resolve => setTimeout(resolve, 2000));

async function call(method, path, body, headers = {}) {
  const response = await fetch(urlOf(path), {
    method,
    headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (response.ok) return response.status === 204 ? null : response.json();
  if (response.status === 401) {
    throw new ApiError({ title: 'You are signed out.', detail: 'Sign in again, and reload this page.', status: 401 });
  }
  const isProblem = response.headers.get('Content-Type')?.includes('json');
  throw new ApiError(isProblem ? await response.json() : { title: `The server answered ${response.status}.`, status: response.status });
}
