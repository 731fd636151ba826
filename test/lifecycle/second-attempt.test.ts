import { describe, expect, test } from 'vitest';
import { type ClientMetadata, DcrError, type ServerMetadata } from '../../src/index.js';
import { secondAttempt } from '../../src/lifecycle/second-attempt.js';
import { METADATA, setting } from '../support/client.js';

const refused = (error_description: string, more: object = {}) =>
  new DcrError('rejected', 'refused', {
    status: 400,
    error: 'invalid_client_metadata',
    error_description,
    ...more,
  });

const server: ServerMetadata = {
  issuer: 'https://as.example',
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
};
const wished: ClientMetadata = {
  client_name: 'App',
  redirect_uris: ['https://c.example/cb'],
  grant_types: ['authorization_code', 'refresh_token'],
  logo_uri: 'https://c.example/logo',
  'logo_uri#de': 'https://c.example/logo-de',
  software_version: '1',
  scope: 'a b',
  require_signed_request_object: true,
};
const sent: ClientMetadata = { ...wished, application_type: 'web' };
const without = (description: string, more: Partial<ClientMetadata> = {}) =>
  secondAttempt(refused(description), { sent: { ...sent, ...more }, wished: { ...wished, ...more } }, server)
    ?.without;

describe('what a second attempt leaves out', () => {
  test.each([
    ['an optional member', 'Unrecognized field "logo_uri"', 'logo_uri'],
    ['a member in one language', 'unknown member logo_uri#de', 'logo_uri#de'],
    ['a member that we added', 'application_type is not supported', 'application_type'],
    ['one of several grants', 'grant type refresh_token is not supported', 'the grant type refresh_token'],
    [
      'a method nobody chose',
      'token_endpoint_auth_method must be none',
      'client_secret_basic, with none instead',
    ],
    [
      'a method that is named itself',
      "'client_secret_basic' is not allowed",
      'client_secret_basic, with client_secret_post instead',
    ],
  ])('%s: "%s"', (_what, description, expected) => {
    expect(without(description)).toBe(expected);
  });

  test.each([
    ['what protects something', 'require_signed_request_object is not supported'],
    ['what says where users come back', 'redirect_uris is not allowed'],
    ['what the app asks for', 'scope is not allowed'],
    ['what users see', 'client_name is too long'],
    ['the grant that sends users through the browser', 'authorization_code is not allowed'],
    ['one of two that are named', 'logo_uri and software_version are unknown'],
    ['a name that is only a part of another word', 'the company_logo_uri_policy refuses this'],
    ['anything, where nothing is named', 'no'],
  ])('never %s: "%s"', (_what, description) => {
    expect(without(description)).toBeUndefined();
  });

  test('a member that no registry knows', () => {
    const extended = { ...wished, resource: 'https://api.example' };
    const second = secondAttempt(
      refused('Unrecognized field "resource"'),
      { sent: extended, wished: extended },
      server,
    );
    expect(
      [second?.sent, second?.wished].map((metadata) => metadata !== undefined && 'resource' in metadata),
    ).toEqual([false, false]);
  });

  test('not a method that the app chose, nor one that the server does not offer', () => {
    const chosen = { token_endpoint_auth_method: 'client_secret_basic' } as const;
    expect(without('token_endpoint_auth_method must be none', chosen)).toBeUndefined();
    const attempt = { sent, wished };
    const error = refused('token_endpoint_auth_method must be none');
    expect(secondAttempt(error, attempt, { issuer: 'https://as.example' })).toBeUndefined();
  });

  test('only after a refusal with status 400', () => {
    const attempt = { sent, wished };
    const description = 'Unrecognized field "logo_uri"';
    expect(secondAttempt(refused(description, { status: 422 }), attempt, server)).toBeUndefined();
    const failed = new DcrError('server-error', 'failed', { status: 500, error_description: description });
    expect(secondAttempt(failed, attempt, server)).toBeUndefined();
    expect(secondAttempt(new Error(description), attempt, server)).toBeUndefined();
  });
});

describe('a second attempt', () => {
  const metadata = { ...METADATA, software_version: '1' };
  const refusal = {
    method: 'POST',
    status: 400,
    text: '{"error":"invalid_client_metadata","error_description":"unknown field software_version"}',
  };

  test('is made once, told, and no drift at the next start', async () => {
    const { server, start, posts, warnings } = setting();
    server.answerNext(refusal);
    const first = await start({ metadata }).ensureRegistered();
    expect(warnings.map(({ code, members }) => [code, members])).toEqual([['retried', ['software_version']]]);
    expect(first).not.toHaveProperty('software_version');
    expect((await start({ metadata }).ensureRegistered()).client_id).toBe(first.client_id);
    expect(posts()).toBe(2);
  });

  test('that is refused as well is the error', async () => {
    const { server, start, posts } = setting();
    server.answerNext(refusal);
    server.answerNext(refusal);
    await expect(start({ metadata }).ensureRegistered()).rejects.toMatchObject({
      code: 'rejected',
      status: 400,
    });
    expect(posts()).toBe(2);
  });

  test('is not made for who takes nothing but what was asked for', async () => {
    const { server, start, posts } = setting();
    server.answerNext(refusal);
    await expect(start({ metadata, onSubstitution: 'reject' }).ensureRegistered()).rejects.toMatchObject({
      code: 'rejected',
    });
    expect(posts()).toBe(1);
  });
});
