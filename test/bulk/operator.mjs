// Works through a desired list with plan and apply, in a process of its own, and prints how it went.

const { dist, issuer, redisUrl, count, changed, concurrency, dieAfter } = JSON.parse(process.argv[2]);
const { createDcrAdmin } = await import(`${dist}/admin.js`);
const { redisStore } = await import(`${dist}/stores/redis.js`);
const { createClient } = await import('redis');

const client = createClient({ url: redisUrl });
await client.connect();
const admin = createDcrAdmin({ issuer, store: redisStore({ client }), claimTtlMs: 2000 });
const desired = Array.from({ length: count }, (_, n) => ({
  name: `client-${n}`,
  metadata: {
    client_name: `Client ${n}`,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    ...(changed ? { client_uri: 'https://app.example' } : {}),
  },
}));
const startedAt = performance.now();
const before = process.cpuUsage();
const cpu = () => Object.values(process.cpuUsage(before)).reduce((sum, micros) => sum + micros, 0) / 1000;
const plan = await admin.plan(desired, { prune: true });
const plannedMs = performance.now() - startedAt;
const { open, ...done } = await admin.apply(plan, {
  concurrency,
  onProgress: ({ finished }) => finished === dieAfter && process.kill(process.pid, 'SIGKILL'),
});
const tookMs = performance.now() - startedAt;
const cpuMs = cpu();
const again = await admin.plan(desired, { prune: true });
process.stdout.write(
  JSON.stringify({
    ...done,
    open: open.map(({ name, outcome, error }) => ({ name, outcome, code: error?.code })),
    left: again.steps.filter(({ action }) => action !== 'unchanged').length,
    plannedMs,
    tookMs,
    cpuMs,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  }),
);
client.destroy();
