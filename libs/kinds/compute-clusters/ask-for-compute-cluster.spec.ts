import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { said, submissionScene } from '../../../test/support/submission-scene.js';
import { createComputeCluster } from './create-compute-cluster.verb.js';
import { assignComputeIdentity } from './identity/assign-compute-identity.verb.js';
import { removeComputeIdentity } from './identity/remove-compute-identity.verb.js';
import { updateComputeCluster } from './update-compute-cluster.verb.js';

const identityId = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;

describe('asking for a compute cluster', () => {
  const scene = submissionScene();
  const { accept, clusterInput, finish, refusals, standingCluster } = scene;

  it.each<[string, object, string[]]>([
    ['name', { name: 'cpu-1' }, ['NAME_INVALID input.name']],
    ['size', { vmSize: 'big' }, ['SIZE_NOT_SUPPORTED input.vmSize']],
    ['region', { location: '!' }, ['LOCATION_NOT_SUPPORTED input.location']],
    [
      'scale',
      { scale: { minNodeCount: 2, maxNodeCount: 1 } },
      ['INVALID_INPUT input.scale.minNodeCount'],
    ],
    [
      'identity',
      { identity: { type: 'SYSTEM_ASSIGNED', userAssignedIdentityIds: [identityId('a')] } },
      ['IDENTITY_CONFLICT input.identity.userAssignedIdentityIds'],
    ],
    ['missing tag', { costTags: [] }, ['COST_TAG_REQUIRED input.costTags']],
    [
      'several at once',
      { name: 'x', costTags: [] },
      ['NAME_INVALID input.name', 'COST_TAG_REQUIRED input.costTags'],
    ],
    [
      'types',
      { scale: { maxNodeCount: 1.5 }, vmPriority: 'SPOT' },
      ['INVALID_INPUT input.vmPriority', 'INVALID_INPUT input.scale.maxNodeCount'],
    ],
    ['no such workspace', { workspaceId: randomUUID() }, ['NOT_FOUND input.workspaceId']],
    ['no id at all', { workspaceId: 'x' }, ['NOT_FOUND input.workspaceId']],
  ])('refuses a cluster with a wrong %s by code and field', async (_what, change, expected) => {
    expect(said(await refusals(createComputeCluster, clusterInput(change)))).toEqual(expected);
  });

  it('takes what is not said from the contract, and warns', async () => {
    const { resourceId, warnings } = await accept(
      createComputeCluster,
      clusterInput({ location: 'West US 2', scale: { maxNodeCount: 200 } }),
    );
    expect(warnings.map(({ code }) => code)).toEqual(['NODES_ON_REQUEST_ONLY', 'OTHER_REGION']);
    const { rows } = await scene.database.pool.query(
      'SELECT location, vm_size_key, desired, provisioning_state FROM resource WHERE id = $1',
      [resourceId],
    );
    expect(rows[0]).toMatchObject({
      location: 'westus2',
      vm_size_key: 'standard_d3_v2',
      provisioning_state: 'CREATING',
      desired: {
        vmPriority: 'DEDICATED',
        scale: { minNodeCount: 0, maxNodeCount: 200, nodeIdleTimeBeforeScaleDown: 'PT120S' },
        identity: { type: 'NONE' },
        enableNodePublicIp: true,
        isolatedNetwork: false,
      },
    });
    const tags = await scene.database.pool.query(
      'SELECT key, value, source FROM cost_tag WHERE resource_id = $1 ORDER BY key',
      [resourceId],
    );
    expect(tags.rows).toEqual([
      { key: 'costCenter', value: 'cc', source: 'TEAM_DEFAULT' },
      { key: 'owner', value: 'ml', source: 'REQUEST' },
    ]);
  });

  it('refuses by name what ARM cannot change', async () => {
    const computeId = await standingCluster();
    const same = { vmSize: 'Standard_D3_v2', location: 'eastus' };
    const input = { computeId, ...same, vmPriority: 'LOW_PRIORITY', isolatedNetwork: true };
    expect(said(await refusals(updateComputeCluster, input))).toEqual([
      'IMMUTABLE_FIELD input.vmPriority',
      'IMMUTABLE_FIELD input.isolatedNetwork',
    ]);
  });

  it('adds user-assigned identities, takes some away, and swaps them for the system’s', async () => {
    const computeId = await standingCluster();
    const identityOf = async () => {
      const { rows } = await scene.database.pool.query<{ identity: unknown }>(
        `SELECT desired->'identity' AS identity FROM resource WHERE id = $1`,
        [computeId],
      );
      return rows[0]?.identity;
    };
    const assign = async (identity: object) =>
      finish(await accept(assignComputeIdentity, { computeId, identity }));
    const user = (...names: string[]) => ({
      type: 'USER_ASSIGNED',
      userAssignedIdentityIds: names.map(identityId),
    });
    await assign(user('a'));
    await assign(user('b', 'A'));
    expect(await identityOf()).toEqual(user('a', 'b'));
    const some = { computeId, userAssignedIdentityIds: [identityId('A')] };
    await finish(await accept(removeComputeIdentity, some));
    expect(await identityOf()).toEqual(user('b'));
    expect(said(await refusals(removeComputeIdentity, some))).toEqual([
      'INVALID_INPUT input.userAssignedIdentityIds.0',
    ]);
    await assign({ type: 'SYSTEM_ASSIGNED' });
    await finish(await accept(removeComputeIdentity, { computeId }));
    expect(await identityOf()).toEqual({ type: 'NONE', userAssignedIdentityIds: [] });
    expect(said(await refusals(removeComputeIdentity, { computeId }))).toEqual([
      'INVALID_STATE input.computeId',
    ]);
  });

  it('leaves the system identity of a compute that was found with both types', async () => {
    const userAssignedIdentityIds = [identityId('a')];
    const identity = { type: 'SYSTEM_ASSIGNED', userAssignedIdentityIds };
    const computeId = await standingCluster();
    await scene.database.pool.query(
      `UPDATE resource SET desired = desired || jsonb_build_object('identity', $2::jsonb) WHERE id = $1`,
      [computeId, identity],
    );
    await accept(removeComputeIdentity, { computeId, userAssignedIdentityIds });
    const { rows } = await scene.database.pool.query(
      `SELECT desired->'identity' AS identity FROM resource WHERE id = $1`,
      [computeId],
    );
    expect(rows).toEqual([{ identity: { ...identity, userAssignedIdentityIds: [] } }]);
  });
});
