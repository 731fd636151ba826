import { describe, expect, test } from 'vitest';
import { outgoingMetadata, outgoingUpdate } from '../../src/protocol/outgoing.js';

describe('what goes over the wire', () => {
  test('nothing is added to what the caller set', () => {
    expect(outgoingMetadata({ client_name: 'App' })).toEqual({ client_name: 'App' });
  });

  test('an empty list goes out only where it means something', () => {
    const metadata = {
      redirect_uris: [],
      grant_types: [],
      response_types: [],
      contacts: [],
      request_uris: [],
    };
    expect(outgoingMetadata(metadata)).toEqual({ redirect_uris: [], grant_types: [], response_types: [] });
  });

  test('redirect URIs are sent as they are written', () => {
    const redirect_uris = [
      'https://c.example',
      'https://c.example/',
      'HTTPS://C.example:443/%7Ecb',
      'https://c.example/ä',
    ];
    expect(outgoingMetadata({ redirect_uris }).redirect_uris).toBe(redirect_uris);
  });

  test('null and undefined are left out', () => {
    expect(outgoingMetadata(JSON.parse('{"client_name":null,"scope":"openid"}'))).toEqual({
      scope: 'openid',
    });
  });

  test('an update leaves out what the server issues', () => {
    const information = {
      client_id: 'c1',
      client_secret: 's',
      client_secret_expires_at: 0,
      client_id_issued_at: 1,
      registration_access_token: 't',
      registration_client_uri: 'https://as.example/c1',
      client_name: 'App',
      vendor_member: true,
    };
    expect(outgoingUpdate(information, 'c1')).toEqual({
      client_id: 'c1',
      client_name: 'App',
      vendor_member: true,
    });
  });
});
