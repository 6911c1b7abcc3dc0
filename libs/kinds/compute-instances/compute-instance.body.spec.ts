import { describe, expect, it } from 'vitest';
import { plainInstance } from '../../../test/support/instance-row.js';
import { objectAt } from '../../resources/answers/resource-body.js';
import { changedComputeInstanceBody } from './compute-instance.body.js';

const ours = { publicKey: 'ssh-rsa OURS ' };
const on = { sshPublicAccess: 'Enabled' };
const off = { sshPublicAccess: 'Disabled' };

describe('the PUT that changes an instance', () => {
  it.each([
    ['and no key is known', null, on, on],
    [
      'with the key that ARM keeps to itself',
      'OURS',
      on,
      { ...on, adminPublicKey: 'ssh-rsa OURS' },
    ],
    [
      'with the key that ARM shows',
      'OURS',
      { ...on, adminPublicKey: 'theirs' },
      { ...on, adminPublicKey: 'theirs' },
    ],
    ['also off', 'OURS', off, off],
    ['without what ARM alone writes', null, { ...off, sshPort: 50_000, adminUserName: 'x' }, off],
    ['off where ARM says nothing', null, undefined, off],
  ])('leaves SSH as Azure has it, %s', (_, key, sshSettings, sent) => {
    const desired = { ...plainInstance, ssh: key === null ? null : ours };
    const current = { properties: { properties: { vmSize: 'S', sshSettings } } };
    const body = changedComputeInstanceBody(current, desired, {}, ['costTags']);
    expect(objectAt(body, 'properties', 'properties')['sshSettings']).toEqual(sent);
  });
});
