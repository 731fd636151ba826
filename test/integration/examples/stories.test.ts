import { expect, test } from 'vitest';
import { runExample } from '../../support/run-example.js';

test.each([
  ['ci-job/story.ts', 'three jobs, no client left'],
  ['command-line/story.ts', 'three starts, one client'],
  ['edge/story.ts', 'forty requests, one client'],
  ['mcp/story.ts', 'three starts, two sessions, one client'],
  ['service/story.ts', 'three replicas, one client'],
])('%s ends well', async (program, end) => {
  expect(await runExample(program)).toContain(`All as it should be: ${end}`);
});
