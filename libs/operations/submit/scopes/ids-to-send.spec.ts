import { describe, expect, it } from 'vitest';
import { clusterForTests } from '../../../../test/support/cluster-values.js';
import { kinds } from '../../../kinds/kinds.js';
import { idsToSend } from './ids-to-send.rules.js';

const id =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a';
const identity = { type: 'USER_ASSIGNED', userAssignedIdentityIds: [id] };
const observed = { identity: { type: 'NONE', userAssignedIdentityIds: [] } };

describe('an id that was asked for and that Azure never took', () => {
  it.each([
    ['COMPUTE_CLUSTER', ['scale'], []],
    ['COMPUTE_CLUSTER', ['identity'], [id]],
    ['COMPUTE_CLUSTER', undefined, [id]],
    // Attached anew with all that it was asked for, whatever the change is about.
    ['KUBERNETES_COMPUTE', ['costTags'], [id]],
    // Sent back as Azure has them.
    ['COMPUTE_INSTANCE', undefined, []],
    ['WORKSPACE', ['costTags'], []],
  ] as const)('of a %s is sent by a change of %j: %j', (kind, asked, sent) => {
    const desired = { ...clusterForTests, identity };
    expect(idsToSend(kinds.of(kind), desired, { desired, observed }, asked)).toEqual(sent);
  });

  it('is sent by a creation of any kind', () => {
    const desired = { ...clusterForTests, identity };
    const standing = { desired: {}, observed: null };
    expect(idsToSend(kinds.of('WORKSPACE'), desired, standing, undefined)).toEqual([id]);
  });
});
