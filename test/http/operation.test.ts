import { expect, test } from 'vitest';
import { operation } from '../../src/http/operation.js';

test('an operation is its method and its body as JSON', () => {
  expect(operation('post', '/register', { body: { client_name: 'App' } })).toEqual({
    method: 'POST',
    body: '{"client_name":"App"}',
  });
});

test('what sends nothing has no body', () => {
  expect(operation('delete', '/register/{client_id}', {})).toEqual({ method: 'DELETE', body: undefined });
});
