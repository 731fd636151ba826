import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientMembers } from '../../../generated/members.js';
import { type MetadataProfile, type ValidateMetadataOptions, validateMetadata } from '../../../src/index.js';
import { RULES, type RuleId } from '../../../src/protocol/rules/catalogue.js';
import ruleIds from '../../fixtures/rules.json' with { type: 'json' };
import { ELSEWHERE, EXAMPLES, type RuleExamples } from './examples.js';

type Example = RuleExamples['valid'][number];

const parts = (example: Example): readonly [Record<string, unknown>, ValidateMetadataOptions] =>
  Array.isArray(example) ? [example[0], example[1]] : [example as Record<string, unknown>, {}];

const severities = async (rule: RuleId, example: Example) => {
  const [metadata, options] = parts(example);
  const findings = await validateMetadata(metadata, options);
  return findings.filter((finding) => finding.rule === rule).map(({ severity }) => severity);
};

const named = (kind: 'valid' | 'invalid' | 'tolerated') =>
  EXAMPLES.flatMap(({ rule, [kind]: examples = [] }) =>
    examples.map((example) => [rule, JSON.stringify(parts(example)).slice(0, 160), example] as const),
  );

describe('every rule, by its examples', () => {
  test.each(named('valid'))('%s allows %s', async (rule, _words, example) => {
    expect(await severities(rule, example)).toEqual([]);
  });

  test.each(named('invalid'))('%s refuses %s', async (rule, _words, example) => {
    const expected = RULES[rule] === 'advice' ? 'warning' : 'error';
    expect(new Set(await severities(rule, example))).toEqual(new Set([expected]));
  });

  test.each(named('tolerated'))('%s only warns of %s', async (rule, _words, example) => {
    expect(new Set(await severities(rule, example))).toEqual(new Set(['warning']));
  });

  test('every rule of the catalogue has an example of either kind', () => {
    const covered = EXAMPLES.filter(
      ({ valid, invalid, tolerated = [] }) => valid.length > 0 && invalid.length + tolerated.length > 0,
    ).map(({ rule }) => rule);
    expect(Object.keys(RULES).filter((rule) => !covered.includes(rule as RuleId))).toEqual([]);
  });

  test('every known rule is checked here, or kept elsewhere, or cannot be kept before sending', () => {
    expect(ruleIds).toHaveLength(168);
    const open = ruleIds.filter((id) => !(id in RULES) && !(id in ELSEWHERE));
    expect(open).toEqual([]);
    expect(Object.keys(ELSEWHERE).filter((id) => id in RULES || !ruleIds.includes(id))).toEqual([]);
  });

  test('what is kept elsewhere has the test that it names', async () => {
    for (const place of Object.values(ELSEWHERE)) {
      const [, file, title] = /^(test\/\S+\.ts): (.*)$/.exec(place) ?? [];
      if (file === undefined || title === undefined) continue;
      const text = await readFile(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8');
      expect(text.includes(`'${title}'`), place).toBe(true);
    }
  });
});

const sound = {
  client_name: 'App',
  client_uri: 'https://c.example',
  redirect_uris: ['https://c.example/cb'],
  token_endpoint_auth_method: 'private_key_jwt',
  jwks_uri: 'https://c.example/jwks',
  id_token_signed_response_alg: 'ES256',
};

describe('validateMetadata', () => {
  test('sound metadata has no finding, not even under a strict profile', async () => {
    expect(await validateMetadata(sound)).toEqual([]);
    expect(await validateMetadata(sound, { mode: 'strict', profiles: ['fapi-2'] })).toEqual([]);
  });

  test('everything is reported at once, with where it is and what to do', async () => {
    const findings = await validateMetadata({
      client_name: 7,
      redirect_uris: ['https://c.example/cb#x', 'https://c.example/cb'],
      token_endpoint_auth_method: 'private_key_jwt',
      default_max_age: -1,
    });
    expect(
      findings.filter(({ severity }) => severity === 'error').map(({ rule, path }) => [rule, path]),
    ).toEqual([
      ['shape', 'client_name'],
      ['RU-2', 'redirect_uris[0]'],
      ['DM-1', 'default_max_age'],
      ['AM-3', 'token_endpoint_auth_method'],
    ]);
    for (const { message } of findings) expect(message.length).toBeGreaterThan(10);
  });

  test.each(Object.entries(clientMembers))('%s of another JSON type is an error', async (name, { kind }) => {
    const wrong = kind === 'string' || kind === 'uri' ? [7] : 'x';
    const findings = await validateMetadata({ [name]: wrong });
    expect(findings.find(({ path }) => path === name)?.severity).toBe('error');
  });

  test('without validation nothing is found but a private key', async () => {
    const jwks = { keys: [{ kty: 'EC', d: 'x' }] };
    const metadata = { redirect_uris: ['/cb'], default_max_age: -1, jwks };
    const findings = await validateMetadata(metadata, { mode: 'off' });
    expect(findings.map(({ rule, path, severity }) => [rule, path, severity])).toEqual([
      ['JK-3', 'jwks.keys[0]', 'error'],
    ]);
  });

  test('a rule weighs more where a profile says so', async () => {
    const metadata = { ...sound, tls_client_auth_subject_dn: 'CN=c' };
    const severity = async (profiles: readonly MetadataProfile[]) =>
      (await validateMetadata(metadata, { profiles })).find(({ rule }) => rule === 'TL-3')?.severity;
    expect([await severity([]), await severity(['uk-open-banking'])]).toEqual(['warning', 'error']);
  });

  test('strict mode makes best practices errors, and nothing else', async () => {
    const metadata = { ...sound, redirect_uris: ['http://c.example/cb'], subject_type: 'public' };
    const inMode = async (mode: 'default' | 'strict') =>
      (await validateMetadata(metadata, { mode })).find(({ rule }) => rule === 'RU-3')?.severity;
    expect([await inMode('default'), await inMode('strict')]).toEqual(['warning', 'error']);
    const advice = await validateMetadata({ redirect_uris: ['https://c.example/cb'] }, { mode: 'strict' });
    expect(advice.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('what is registered already is no error of an update', async () => {
    const registered = {
      ...sound,
      client_id: 'c1',
      grant_types: ['client_credentials'],
      response_types: ['code'],
    };
    const update = { ...registered, client_name: 'New', redirect_uris: ['https://c.example/cb', '/cb'] };
    const findings = await validateMetadata(update, { registered });
    expect(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual(['RU-1']);
    expect(findings.find(({ rule }) => rule === 'GR-1')?.severity).toBe('warning');
  });

  test('metadata that is no object is one finding', async () => {
    for (const value of [null, [], 'x', 7])
      expect(await validateMetadata(value as never)).toMatchObject([
        { rule: 'shape', path: '', severity: 'error' },
      ]);
  });

  test('an unknown mode, profile or option is refused by name', async () => {
    await expect(validateMetadata(sound, { mode: 'lax' as never })).rejects.toThrow(/off, default, strict/);
    await expect(validateMetadata(sound, { profiles: ['fapi' as never] })).rejects.toThrow(/fapi-2/);
    await expect(validateMetadata(sound, { profile: [] } as never)).rejects.toThrow(/go into profiles/);
  });

  test('the metadata is not changed, and its values are not repeated where they could be secret', async () => {
    const metadata = Object.freeze({
      ...sound,
      redirect_uris: ['https://joe:hunter2@c.example/cb'],
      client_secret: 'hunter3',
      jwks: { keys: [{ kty: 'oct', k: 'hunter4' }] },
    });
    const text = JSON.stringify(await validateMetadata(metadata));
    expect(text).toMatch(/RU-9/);
    expect(text).not.toMatch(/hunter/);
  });

  test('anything at all is judged without a failure', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.oneof(
            fc.constantFrom(
              ...Object.keys(sound),
              'jwks',
              'scope',
              'client_name#de',
              'software_statement',
              'request_uris',
              'response_types',
              'grant_types',
              '__proto__',
            ),
            fc.string(),
          ),
          fc.jsonValue({ maxDepth: 3 }),
        ),
        async (metadata) => {
          await validateMetadata(metadata, {
            mode: 'strict',
            profiles: [
              'fapi-2',
              'uk-open-banking',
              'open-finance-brasil',
              'australia-cdr',
              'client-id-metadata-document',
            ],
            server: { issuer: 'https://as.example' },
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
