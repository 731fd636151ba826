import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, run } from '../../integration/services/process.js';
import type { Drive } from '../runtime.js';

const LIMIT_MS = 90_000;

/** As little as a worker can be given: the network, and the behaviour of a day. */
const configuration = (port: number, compatibilityDate: string) => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker", esModule = embed "../bundled-worker.mjs")],
      compatibilityDate = "${compatibilityDate}",
    )),
    (name = "internet", network = (allow = ["private", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`;

/** workerd, the runtime of Cloudflare Workers, as it behaves for workers of a date. */
export function inWorkerd(programPackage: string, compatibilityDate: string): Drive {
  return async ({ installed, project, servers }) => {
    const port = await freePort();
    const file = join(await project.folder('workerd'), 'config.capnp');
    await writeFile(file, configuration(port, compatibilityDate));
    const address = `http://127.0.0.1:${port}`;
    const ask = (body: unknown) =>
      fetch(address, { method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(LIMIT_MS) });
    const answers = async () =>
      fetch(address).then(
        () => true,
        () => false,
      );
    const workerd = await run({
      command: [installed(`${programPackage}/bin/workerd`), 'serve', file],
      answers,
    });
    try {
      const { version } = JSON.parse(await readFile(installed(`${programPackage}/package.json`), 'utf8'));
      return { version, results: await (await ask(servers)).json() };
    } finally {
      await workerd.stop('SIGKILL');
    }
  };
}
