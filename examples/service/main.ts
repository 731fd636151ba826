// The process of one replica.

import { fileStore } from 'dcr-client/stores/file';
import { createService } from './service.js';

const { ISSUER = '', API = '', DIRECTORY = '', PORT = '8080' } = process.env;
const { service, start } = createService({
  issuer: ISSUER,
  store: fileStore({ directory: DIRECTORY }),
  api: API,
});
// It answers what it has begun, and takes nothing new.
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => service.close());
// What goes wrong here ends the process, and whoever runs it starts it again.
await start({ port: Number(PORT), host: '127.0.0.1' });
console.log('ready');
