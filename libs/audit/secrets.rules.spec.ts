import { describe, expect, it } from 'vitest';
import { auditParameter } from './append-audit.js';
import { findSecretField } from './secrets.rules.js';

describe('fields that look like secrets', () => {
  it.each([
    ['password'],
    ['adminUserPassword'],
    ['client_secret'],
    ['accessToken'],
    ['sshPrivateKey'],
    ['connectionString'],
    ['storageAccountKey'],
    ['apiKey'],
    ['protectedSettings'],
    ['Authorization'],
  ])('%s is found, however deep', (name) => {
    expect(findSecretField({ spec: [{ inner: { [name]: 'x' } }] })).toBe(`spec.0.inner.${name}`);
  });

  it.each([
    [{ adminUserSshPublicKey: 'ssh-rsa …', keyName: 'ci', prefix: 'arm_1' }],
    [{ costTags: { tokenTeam: 'x' } }],
    [{ identity: { type: 'SystemAssigned' }, passes: 3 }],
    [null],
  ])('%j has none', (value) => {
    expect(findSecretField(value)).toBeUndefined();
  });

  it('are refused before anything is sent', () => {
    const event = {
      action: 'api_key.created',
      actorId: 'x',
      actorRoles: [],
      channel: 'graphql' as const,
      requestId: 'x',
      after: { name: 'ci', secret: 'arm_123' },
    };
    expect(() => auditParameter(event)).toThrow('after.secret');
  });
});
