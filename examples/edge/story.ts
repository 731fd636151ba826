// Twenty requests reach the edge at the same time, before it has a client; oidc-provider and an API run in this process.

import { memoryStore } from 'dcr-client';
import { startApi } from '../support/api.js';
import { startAuthorizationServer } from '../support/authorization-server.js';
import { check, tellStory } from '../support/story.js';
import { app } from './app.js';

const story = tellStory((text) => process.stdout.write(text), process.stdout.isTTY === true);
const server = await startAuthorizationServer();
const api = await startApi();
// Stands for the one that all instances share.
const environment = { ISSUER: server.issuer, API: api.url, STORE: memoryStore() };

const askTwentyTimes = () =>
  Promise.all(
    Array.from({ length: 20 }, async () => {
      const response = await app.fetch(new Request('https://edge.example/reports'), environment);
      return response.text();
    }),
  );

const say = (answers: readonly string[]) => {
  check(
    answers.every((answer) => answer === 'all is well'),
    'every request was answered',
  );
  check(server.registrations() === 1, 'one client was registered');
  return { answers: `${answers.length} times "${answers[0]}"`, registrations: '1' };
};

try {
  story.title('Twenty first requests at the edge, and one client.');
  await story.step('Twenty at once, before there is a client', askTwentyTimes, say);
  await story.step('Twenty more', askTwentyTimes, say);
  story.end('All as it should be: forty requests, one client.');
} finally {
  api.close();
  await server.close();
}
