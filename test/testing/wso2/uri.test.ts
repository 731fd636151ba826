import { describe, expect, test } from 'vitest';
import { callbackOf, decodedCallback, isAbsolute, isJavaUri } from '../../../src/testing/wso2/uri.js';

/** What `new java.net.URI(text)` said of each (OpenJDK 17), and whether it called it absolute. */
const JAVA: Readonly<Record<string, 'absolute' | 'relative' | 'no URI'>> = {
  'https://app.example/cb': 'absolute',
  'http://TestApp.com': 'absolute',
  'com.example.app:/cb': 'absolute',
  'com.example.app:cb': 'absolute',
  '/cb': 'relative',
  cb: 'relative',
  'not-a-valid-uri': 'relative',
  'relative/path': 'relative',
  'regexp=.*': 'relative',
  'regexp=(https://a.example|https://b.example)': 'no URI',
  'regexp=https://a.example': 'no URI',
  'https://app.example/cb#x': 'absolute',
  'https://app.example/cb#x#y': 'no URI',
  'https://app.example/a b': 'no URI',
  'https://app.example/a|b': 'no URI',
  'https://app.example/a\b': 'no URI',
  'https://app.example/%zz': 'no URI',
  'https://app.example/%20': 'absolute',
  'https://': 'no URI',
  'https:': 'no URI',
  'http:///path': 'absolute',
  '//host/path': 'relative',
  '//': 'no URI',
  ':foo': 'no URI',
  '1http://x': 'no URI',
  'https://app.example/cb?x=[1]': 'absolute',
  'https://app.example/[x]': 'no URI',
  'https://[::1]:8080/cb': 'absolute',
  'https://[::1/cb': 'no URI',
  'https://user@host@x/': 'absolute',
  'https://app.example:abc/': 'absolute',
  'https://münchen.example/ü': 'absolute',
  'https://app.example/{x}': 'no URI',
  'https://app.example/"x"': 'no URI',
  'https://app.example/<x>': 'no URI',
  'https://app.example/^x': 'no URI',
  'https://app.example/`x': 'no URI',
  '?x=1': 'relative',
  '#frag': 'relative',
  'urn:ietf:wg:oauth:2.0:oob': 'absolute',
  'mailto:a b': 'no URI',
  'a:b#c': 'absolute',
  'x:': 'no URI',
  'x:#y': 'no URI',
  'x:?y': 'absolute',
  'https://*.example.com/cb': 'absolute',
  'https://app.example/$var': 'absolute',
  'acct:admin%40wso2.com@localhost': 'absolute',
  'acct:admin@wso2.com@localhost': 'absolute',
  'https://host:9443': 'absolute',
  'localhost:3000/cb': 'absolute',
  'http:/cb': 'absolute',
  'http:#': 'no URI',
  '///x': 'relative',
  '////x': 'relative',
  'https://?x': 'absolute',
  'https://#x': 'absolute',
  '?a=b#c[d]': 'relative',
  'https://h/p?q^': 'no URI',
};

describe('a URI', () => {
  test.each(Object.entries(JAVA))('%s is, for Java: %s', (text, verdict) => {
    expect(isJavaUri(text)).toBe(verdict !== 'no URI');
    expect(isAbsolute(text)).toBe(verdict === 'absolute');
  });
});

describe('a callback', () => {
  const QUERIES = ['https://wso2.com', 'https://wso2.com?dummy1', 'https://wso2.com?dummy1=1&dummy=2'];

  test('of several URIs is an expression that matches exactly these, where they differ in queries', () => {
    const callback = callbackOf(QUERIES);
    expect(callback).toBe(
      'regexp=(https://wso2.com|https://wso2.com\\?dummy1|https://wso2.com\\?dummy1=1&dummy=2)',
    );
    const expression = new RegExp(`^${callback.slice('regexp='.length)}$`);
    for (const uri of QUERIES) expect(uri).toMatch(expression);
    expect('https://wso2.com/').not.toMatch(expression);
  });

  test('escapes the first question mark alone', () => {
    expect(callbackOf(['https://a.example?b?c', 'https://d.example'])).toBe(
      'regexp=(https://a.example\\?b?c|https://d.example)',
    );
  });

  test('is decoded to what was registered', () => {
    expect(decodedCallback(callbackOf(QUERIES))).toEqual(QUERIES);
    expect(decodedCallback(callbackOf(QUERIES.slice(0, 2)))).toEqual(QUERIES.slice(0, 2));
  });

  test.each([
    'https://wso2.com',
    '',
    'regexp=https://wso2.com',
    'regexp=(https://wso2.com',
    'regexp=https://wso2.com)',
  ])('stays as it is where it is no list: %j', (callback) => {
    expect(decodedCallback(callback)).toEqual([callback]);
  });
});
