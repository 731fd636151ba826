// One measurement in a fresh process: `node bench/run.mjs '{ "program", "transport", "task", "issuer", … }'`.

const { program, transport, task, issuer, count, warmUp, concurrency, directory } = JSON.parse(
  process.argv[2],
);

const METADATA = {
  client_name: 'Bench',
  redirect_uris: ['https://app.example/cb'],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_basic',
};

const { discover, register, read, update, remove, start } = await import(`./programs/${program}.mjs`);

async function transportOf(name) {
  if (name === 'nodeFetch') return (await import('dcr-client/node')).nodeFetch();
  if (name === 'in-process') return (await import('./programs/in-process.mjs')).inProcess(issuer);
  return (url, init) => globalThis.fetch(url, init);
}

const fetch = await transportOf(transport);

async function life() {
  const server = await discover(issuer, fetch);
  const made = await register(server, METADATA, fetch);
  await read(made, fetch);
  // The token of the answer is the one that holds, where a server rotates it.
  await remove(await update(made, { ...METADATA, client_name: 'Bench 2' }, fetch), fetch);
}

async function lives(times) {
  for (let n = 0; n < times; n += 1) await life();
}

const TASKS = {
  lifecycle: () => lives(count),
  bulk: async () => {
    const server = await discover(issuer, fetch);
    let left = count;
    const worker = async () => {
      while (left > 0) {
        left -= 1;
        await remove(await register(server, METADATA, fetch), fetch);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
  },
  start: () => start(issuer, METADATA, directory, fetch),
};

// What is measured over many calls begins warm.
await lives(warmUp ?? 0);
const before = process.cpuUsage();
const startedAt = performance.now();
await TASKS[task]();
const wallMs = performance.now() - startedAt;
const { user, system } = process.cpuUsage(before);
const whole = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    wallMs,
    cpuMs: (user + system) / 1000,
    processCpuMs: (whole.userCPUTime + whole.systemCPUTime) / 1000,
    memoryMb: whole.maxRSS / 1024,
  }),
);
