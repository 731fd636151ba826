// One process of an app, for tests with many: waits for a line on stdin, does what it is told, prints the outcome.

import { once } from 'node:events';

const { dist, issuer, directory, task, killAt } = JSON.parse(process.argv[2]);
const { createDcrClient } = await import(`${dist}/index.js`);
const { fileStore } = await import(`${dist}/stores/file.js`);

/** Dies here as by `kill -9` if this is the chosen moment. */
const dieAt = (moment) => {
  if (moment === killAt) process.kill(process.pid, 'SIGKILL');
};

const files = fileStore({ directory });
let writes = 0;
const store = {
  ...files,
  write: async (...args) => {
    writes += 1;
    dieAt(`before write ${writes}`);
    const version = await files.write(...args);
    dieAt(`after write ${writes}`);
    return version;
  },
};
const mortalFetch = async (url, init) => {
  if (init.method !== 'POST') return fetch(url, init);
  dieAt('before the request');
  // The server acts; whether it has answered or not, this process never sees it.
  const answered = fetch(url, init);
  if (killAt === 'after the effect') {
    await new Promise((resolve) => setTimeout(resolve, 500));
    dieAt('after the effect');
  }
  const answer = await answered;
  dieAt('after the answer');
  return answer;
};

const dcr = createDcrClient({
  issuer,
  store,
  fetch: mortalFetch,
  metadata: {
    client_name: 'Interop',
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
  },
});

process.stdout.write('ready\n');
await once(process.stdin, 'data');
const startedAt = performance.now();
const results = [];
if (task.patch === undefined) {
  const { client_id, client_secret } = await dcr.ensureRegistered();
  results.push({ client_id, client_secret });
} else {
  for (let n = 1; n <= task.times; n += 1)
    results.push({
      [task.patch]: (await dcr.patch({ [task.patch]: `https://app.example/${n}` }))[task.patch],
    });
}
const { suspectedOrphans, manageable } = await dcr.status();
process.stdout.write(
  `${JSON.stringify({ results, suspectedOrphans, manageable, took: performance.now() - startedAt })}\n`,
);
process.exit(0);
