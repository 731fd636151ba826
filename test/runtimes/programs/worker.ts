import { checksFor } from '../suite/all.js';
import { runChecks } from '../suite/check.js';
import type { Servers } from '../suite/setting.js';

// A worker of workerd: it is asked with the addresses of the servers, and answers with what came of the checks.

const worker = {
  fetch: async (request: Request): Promise<Response> => {
    const servers: Servers = await request.json();
    const runtime = { stores: {}, saysRefused: false, isBrowser: false };
    return Response.json(await runChecks(checksFor({ servers, runtime })));
  },
};

// biome-ignore lint/style/noDefaultExport: workerd looks for the handlers of a worker there.
export default worker;
