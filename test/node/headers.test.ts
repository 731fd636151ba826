import { describe, expect, test } from 'vitest';
import { AnswerHeaders, outgoingHeaders } from '../../src/node/headers.js';

describe('the headers of a request', () => {
  test('are taken as an object, as pairs and as Headers, by lower-case name', () => {
    const expected = { 'accept-encoding': 'identity', 'x-one': 'a' };
    expect(outgoingHeaders({ 'X-One': 'a' })).toEqual(expected);
    expect(outgoingHeaders([['X-One', 'a']])).toEqual(expected);
    expect(outgoingHeaders(new Headers({ 'X-One': 'a' }))).toEqual(expected);
  });

  test.each(['a\r\nx-other: b', 'a\nb', 'a\0b', 'ü‐'])(
    'a value that could add a header or cannot be sent is refused without being shown: %j',
    (value) => {
      const message = /^nodeFetch: the header authorization holds a character that no header can carry\.$/;
      expect(() => outgoingHeaders({ authorization: value })).toThrow(message);
    },
  );

  test.each(['', 'a b', 'a:b', 'a\r\nb', 'Content-Length', 'transfer-encoding', 'Connection', 'expect'])(
    'the name %j is refused',
    (name) => expect(() => outgoingHeaders({ [name]: 'chunked' })).toThrow(/cannot be set as a header/),
  );
});

describe('the headers of an answer', () => {
  const headers = new AnswerHeaders(['Via', 'a', 'VIA', 'b', 'Set-Cookie', 'x=1', 'Set-Cookie', 'y=2']);

  test('are read as Headers are', () => {
    const real = new Headers([
      ['Via', 'a'],
      ['VIA', 'b'],
    ]);
    expect(headers.get('vIa')).toBe(real.get('vIa'));
    expect(headers.has('Via')).toBe(true);
    expect(headers.get('missing')).toBeNull();
    expect(headers.getSetCookie()).toEqual(['x=1', 'y=2']);
    const visited: string[] = [];
    headers.forEach((value, name) => {
      visited.push(`${name}=${value}`);
    });
    expect(visited[0]).toBe('via=a, b');
    expect([...headers.keys()]).toEqual(['via', 'set-cookie']);
  });
});
