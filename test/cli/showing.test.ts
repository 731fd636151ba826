import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-codes.js';
import { Interrupted, UsageError } from '../../src/cli/failures.js';
import { isSecretMember, MASK, masked, withoutSecrets } from '../../src/cli/mask.js';
import { changing, planWords } from '../../src/cli/plan-words.js';
import { bar } from '../../src/cli/progress.js';
import { columns, inWords, members, paint, safeJson } from '../../src/cli/text.js';
import { DcrError } from '../../src/index.js';

describe('exit codes', () => {
  test.each([
    [new UsageError('x'), 2],
    [new Interrupted(), 130],
    [new CommanderError(0, 'commander.helpDisplayed', ''), 0],
    [new CommanderError(1, 'commander.unknownOption', ''), 2],
    [new DcrError('invalid-option', 'x'), 2],
    [new DcrError('invalid-issuer', 'x'), 2],
    [new DcrError('not-registered', 'x'), 4],
    [new DcrError('unauthorized', 'x'), 1],
    [new TypeError('x'), 1],
    ['thrown text', 1],
  ])('%s: %i', (error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});

describe('masking', () => {
  test.each([
    ['client_secret', true],
    ['registration_access_token', true],
    ['ext_param_client_secret', true],
    ['client_secret_expires_at', false],
    ['token_endpoint_auth_method', false],
    ['token_endpoint', false],
    ['client_id', false],
  ])('%s is a secret: %s', (name, expected) => {
    expect(isSecretMember(name)).toBe(expected);
  });

  test('reaches every depth, and leaves what is no secret', () => {
    const change = {
      fields: { client_secret: { from: 'old', to: ['new'] } },
      steps: [{ client_secret: 's', n: 1 }],
    };
    expect(masked(change)).toEqual({
      fields: { client_secret: { from: MASK, to: [MASK] } },
      steps: [{ client_secret: MASK, n: 1 }],
    });
    expect(masked({ client_secret: undefined, client_secret_expires_at: 0 })).toEqual({
      client_secret_expires_at: 0,
    });
  });

  test('takes secrets out of text, also as they stand in addresses, the longest first', () => {
    expect(withoutSecrets('a p@ss-word b p%40ss-word c', ['p@ss', 'p@ss-word'])).toBe(
      `a ${MASK} b ${MASK} c`,
    );
    expect(withoutSecrets('a cat', ['a'])).toBe('a cat');
  });

  test('leaves words alone that begin with a short secret, since what is left of them would tell it', () => {
    expect(withoutSecrets('An administrator is admin', ['admin'])).toBe(`An administrator is ${MASK}`);
    expect(withoutSecrets('x?a=s.e$c&b', ['s.e$c'])).toBe(`x?a=${MASK}&b`);
  });
});

describe('plain text', () => {
  test.each([
    ['text', 'text'],
    [['a', 'b'], 'a, b'],
    [[], '(none)'],
    [true, 'true'],
    [{ a: 1 }, '{"a":1}'],
    ['\u001b[2Jgone\nx', '\\u001b[2Jgone\\u000ax'],
    ['\u202egnp', '\\u202egnp'],
  ])('%j is shown as %s', (value, expected) => {
    expect(inWords(value)).toBe(expected);
  });

  test('has times that people can read, and columns one below the other', () => {
    expect(members({ client_id: 'c', client_id_issued_at: 0, client_secret_expires_at: 1_700_000_000 })).toBe(
      'client_id                 c\nclient_id_issued_at       never\nclient_secret_expires_at  2023-11-14T22:13:20Z',
    );
    expect(
      columns([
        ['a', 'b'],
        ['cc', 'd'],
      ]),
    ).toBe('a   b\ncc  d');
  });

  test('JSON is still JSON when control characters are escaped', () => {
    const value = { a: '\u009b2J\u202e\n\u{e0001}' };
    const json = safeJson(value, 2);
    expect(json).not.toMatch(/[\u0080-\u009f\u202e]/);
    expect(JSON.parse(json)).toEqual(value);
  });

  test.each([
    [true, {}, true],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, {}, false],
  ])('terminal %s with %j has colours: %s', (isTTY, env, expected) => {
    const painted = paint({ isTTY } as Parameters<typeof paint>[0], env);
    expect(painted('red', 'x') !== 'x').toBe(expected);
  });

  test('a progress bar fits its terminal', () => {
    const step = { name: 'n'.repeat(200), action: 'create', outcome: 'done' } as const;
    expect(bar({ finished: 1, total: 2, step }, 60)).toHaveLength(59);
    expect(bar({ finished: 1, total: 2, step: { ...step, name: 'a' } }, 80)).toBe(
      '[###############...............] 1/2 create a',
    );
    expect(bar({ finished: 0, total: 0, step }, 5)).toHaveLength(4);
  });

  test('a plan shows member by member what changes, and counts the rest', () => {
    const plan = {
      steps: [
        { name: 'a', action: 'create', reason: 'it is not there' },
        {
          name: 'bb',
          action: 'replace',
          reason: 'x changed',
          fields: { x: { from: 1, to: 2 }, y: { to: ['z'] }, w: { from: '' } },
        },
        { name: 'c', action: 'unchanged', reason: 'it is as desired' },
      ],
    } as const;
    expect(planWords(plan, (_, text) => text)).toBe(
      [
        '+  create   a   it is not there',
        '!  replace  bb  x changed',
        '      x: 1 -> 2',
        '      y: (not set) -> z',
        '      w:  -> (not set)',
        '1 to create, 1 to replace, 1 unchanged.',
      ].join('\n'),
    );
    expect(changing(plan)).toHaveLength(2);
  });
});
