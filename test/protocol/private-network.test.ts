import { describe, expect, test } from 'vitest';
import { isPrivateHost } from '../../src/protocol/private-network.js';

/** As `URL` spells it, which is what is judged. */
const hostname = (host: string) => new URL(`https://${host}/`).hostname;

describe('isPrivateHost', () => {
  test.each([
    'localhost',
    'a.localhost',
    'printer.local',
    'vault.internal',
    'intranet',
    'router.lan',
    '127.0.0.1',
    '127.9.9.9',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '2130706433',
    '0x7f.1',
    '017700000001',
    '[::1]',
    '[::]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd12::1]',
    '[ff02::1]',
    '[::ffff:10.0.0.1]',
    '[64:ff9b::10.0.0.1]',
    '[::ffff:169.254.169.254]',
  ])('%s is private', (host) => {
    expect(isPrivateHost(hostname(host))).toBe(true);
  });

  test.each([
    'as.example',
    'example.com.',
    '8.8.8.8',
    '172.15.0.1',
    '172.32.0.1',
    '100.128.0.1',
    '[2001:db8::1]',
    '[::ffff:8.8.8.8]',
  ])('%s is not', (host) => {
    expect(isPrivateHost(hostname(host))).toBe(false);
  });
});
