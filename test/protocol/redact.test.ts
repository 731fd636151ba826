import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { quoteServerText, safeCause } from '../../src/protocol/redact.js';

describe('quoteServerText', () => {
  test('control characters cannot forge a line of a log', () => {
    expect(quoteServerText('bad\r\nERROR all is lost\u2028\u001b[31m')).toBe(
      'bad\\u000d\\u000aERROR all is lost\\u2028\\u001b[31m',
    );
  });

  test('long text is shortened', () => {
    expect(quoteServerText('x'.repeat(1_000_000))).toHaveLength(301);
  });

  test.each([
    ['token abc-secret here', ['abc-secret']],
    ['in an address: a%2Bsecret', ['a+secret']],
    ['Authorization: Bearer unknown-token', []],
    ['{"client_secret":"unknown"}', []],
    ['registration_access_token=unknown&x=1', []],
    ['access_token: unknown', []],
  ])('%s holds no secret afterwards', (text, secrets) => {
    const quoted = quoteServerText(text, secrets);
    expect(quoted).toContain('[redacted]');
    expect(quoted).not.toMatch(/abc-secret|a%2Bsecret|unknown/);
  });

  test('a secret too short to be one does not garble the words', () => {
    expect(quoteServerText('invalid_token', ['t', 'to'])).toBe('invalid_token');
  });

  test('words of the protocol are no secrets', () => {
    expect(quoteServerText('client_secret is missing; Bearer token required')).toContain('is missing');
  });
});

describe('safeCause', () => {
  test('keeps name, message, code and three causes, and nothing else', () => {
    const deepest = Object.assign(new Error('reset'), {
      code: 'ECONNRESET',
      request: { headers: { authorization: 'Bearer planted' } },
    });
    const error = Object.assign(new TypeError('failed for planted', { cause: deepest }), {
      config: { token: 'planted' },
    });
    const safe = safeCause(error, ['planted']);
    expect(safe).toMatchObject({
      name: 'TypeError',
      message: 'failed for [redacted]',
      cause: { message: 'reset', code: 'ECONNRESET' },
    });
    expect(inspect(safe, { depth: 10, showHidden: true })).not.toContain('planted');
  });

  test('a circle of causes ends', () => {
    const error = new Error('round');
    error.cause = error;
    expect(safeCause(error)?.message).toBe('round');
  });

  test('what is no error becomes one', () => {
    expect(safeCause('just text')?.message).toBe('just text');
    expect(safeCause(undefined)).toBeUndefined();
  });
});
