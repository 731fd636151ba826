import { expect, test } from 'vitest';
import { explainBrowser } from '../../../src/stores/web/failure.js';

test.each([
  ['QuotaExceededError', /no room left.*navigator\.storage\.estimate/],
  ['SecurityError', /sandboxed frame.*memoryStore/],
  ['InvalidStateError', /private window.*Load the page again/],
  ['NotFoundError', /another program.*database of its own/],
  ['UnknownError', /Load the page again/],
])('%s of the browser is named, with what to do', (name, words) => {
  const { code, remedy } = explainBrowser(new DOMException('inner words', name));
  expect(code).toBe(name);
  expect(remedy).toMatch(words);
});
