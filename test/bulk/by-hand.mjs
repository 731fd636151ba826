// The same work as a hand-written loop of fetch, without a store, a claim or a second look.

const { issuer, count, concurrency } = JSON.parse(process.argv[2]);
const { registration_endpoint } = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
const startedAt = performance.now();
const before = process.cpuUsage();
const json = { 'content-type': 'application/json' };
const numbers = Array.from({ length: count }, (_, n) => n).values();
const ask = async (url, init) => {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${init.method} ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
};
const worker = async () => {
  for (const n of numbers) {
    const metadata = {
      client_name: `Client ${n}`,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    };
    const made = await ask(registration_endpoint, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(metadata),
    });
    const authorization = (token) => ({ authorization: `Bearer ${token}` });
    const body = JSON.stringify({
      ...metadata,
      client_id: made.client_id,
      client_uri: 'https://app.example',
    });
    const changed = await ask(made.registration_client_uri, {
      method: 'PUT',
      headers: { ...json, ...authorization(made.registration_access_token) },
      body,
    });
    await ask(made.registration_client_uri, {
      method: 'DELETE',
      headers: authorization(changed.registration_access_token),
    });
  }
};
await Promise.all(Array.from({ length: concurrency }, worker));
const cpuMs = Object.values(process.cpuUsage(before)).reduce((sum, micros) => sum + micros, 0) / 1000;
process.stdout.write(
  JSON.stringify({
    tookMs: performance.now() - startedAt,
    cpuMs,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  }),
);
