// One measurement in a fresh process: `node bench/run.mjs '{ "program", "transport", "task", "issuer", … }'`.

const { program, transport, task, issuer, count, concurrency, directory } = JSON.parse(process.argv[2]);

const METADATA = {
  client_name: 'Bench',
  redirect_uris: ['https://app.example/cb'],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_basic',
};

const importedAt = performance.now();
const cpuAtImport = process.cpuUsage();
const { discover, register, read, update, remove, warm, prepareWarm } = await import(
  `./programs/${program}.mjs`
);
const importMs = performance.now() - importedAt;
const importCpu = process.cpuUsage(cpuAtImport);
const importCpuMs = (importCpu.user + importCpu.system) / 1000;

async function transportOf(name) {
  if (name === 'nodeFetch') return (await import('dcr-client/node')).nodeFetch();
  if (name === 'in-process') return (await import('./programs/in-process.mjs')).inProcess(issuer);
  return (url, init) => globalThis.fetch(url, init);
}

async function life(fetch) {
  const server = await discover(issuer, fetch);
  const made = await register(server, METADATA, fetch);
  await read(made, fetch);
  await update(made, { ...METADATA, client_name: 'Bench 2' }, fetch);
  await remove(made, fetch);
}

const TASKS = {
  import: async () => undefined,
  lifecycle: async (fetch) => {
    for (let n = 0; n < count; n += 1) await life(fetch);
  },
  bulk: async (fetch) => {
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
  cold: async (fetch) => {
    await register(await discover(issuer, fetch), METADATA, fetch);
  },
  warm: () => warm(issuer, METADATA, directory),
  prepareWarm: () => prepareWarm(issuer, METADATA, directory),
};

const fetch = await transportOf(transport);
// What is measured over many calls begins warm.
if (task === 'lifecycle') for (let n = 0; n < 200; n += 1) await life(fetch);
const before = process.cpuUsage();
const startedAt = performance.now();
await TASKS[task](fetch);
const wallMs = performance.now() - startedAt;
const { user, system } = process.cpuUsage(before);
const whole = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    importMs,
    importCpuMs,
    wallMs,
    cpuMs: (user + system) / 1000,
    processCpuMs: (whole.userCPUTime + whole.systemCPUTime) / 1000,
    memoryMb: whole.maxRSS / 1024,
  }),
);
