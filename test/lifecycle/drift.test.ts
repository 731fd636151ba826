import { describe, expect, test } from 'vitest';
import { applyChanges, mergeWish, sameWish } from '../../src/lifecycle/drift.js';

describe('sameWish', () => {
  test('what would not be sent makes no difference', () => {
    expect(sameWish({ client_name: 'App', contacts: [] }, { client_name: 'App' })).toBe(true);
  });

  test('another value does', () => {
    expect(sameWish({ client_name: 'App' }, { client_name: 'Other' })).toBe(false);
  });
});

describe('mergeWish', () => {
  const granted = {
    client_id: 'c1',
    client_name: 'Patched',
    scope: 'openid',
    contacts: ['a@example.com'],
    subject_type: 'public',
  };

  test('members whose wish changed follow the new wish', () => {
    expect(mergeWish({ scope: 'openid' }, granted, { scope: 'openid email' })).toEqual({
      ...granted,
      scope: 'openid email',
    });
  });

  test('members whose wish did not change stay as granted, so that a patch survives a deployment', () => {
    expect(
      mergeWish({ client_name: 'App', scope: 'openid' }, granted, { client_name: 'App', scope: 'email' }),
    ).toMatchObject({ client_name: 'Patched', scope: 'email' });
  });

  test('a member that is wished for no more is removed', () => {
    expect(mergeWish({ contacts: ['a@example.com'] }, granted, {})).not.toHaveProperty('contacts');
  });

  test('what the server added stays', () => {
    expect(mergeWish({}, granted, { client_uri: 'https://app.example' })).toMatchObject({
      subject_type: 'public',
    });
  });
});

describe('applyChanges', () => {
  const granted = { client_id: 'c1', client_name: 'App', contacts: ['a@example.com'] };

  test('replaces what is given, removes what is null, keeps the rest', () => {
    expect(applyChanges(granted, { client_name: 'New', contacts: null })).toEqual({
      client_id: 'c1',
      client_name: 'New',
    });
  });

  test('undefined changes nothing', () => {
    expect(applyChanges(granted, { client_name: undefined })).toEqual(granted);
  });
});
