import { describe, expect, it } from 'vitest';
import { said, submissionScene } from '../../test/support/submission-scene.js';
import { createComputeCluster } from './compute-clusters/create-compute-cluster.verb.js';
import { updateComputeCluster } from './compute-clusters/update-compute-cluster.verb.js';
import { deleteCompute } from './delete-compute.verb.js';
import { deleteResourceGroup } from './resource-groups/delete-resource-group.verb.js';
import { deleteWorkspace } from './workspaces/delete-workspace.verb.js';

describe('what stands in the way of a mutation', () => {
  const scene = submissionScene();
  const { accept, ask, clusterInput, finish, refusals, standingCluster } = scene;

  it('lets one of many through at once, and tells the others which operation was first', async () => {
    const computeId = await standingCluster();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        ask(updateComputeCluster, { computeId, scale: { maxNodeCount: i + 1 } }),
      ),
    );
    const won = answers.flatMap((answer) => (answer.ok ? [answer.value.operationId] : []));
    expect(won).toHaveLength(1);
    const told = answers.flatMap((answer) => (answer.ok ? [] : answer.error));
    expect(told.map(({ code, operationId }) => [code, operationId])).toEqual(
      Array.from({ length: 7 }, () => ['OPERATION_IN_PROGRESS', won[0]]),
    );
  });

  it('holds a name once, in whatever case', async () => {
    const first = await accept(createComputeCluster, clusterInput());
    expect(await refusals(createComputeCluster, clusterInput({ name: 'CPU' }))).toMatchObject([
      { code: 'OPERATION_IN_PROGRESS', operationId: first.operationId },
    ]);
    await finish(first);
    expect(said(await refusals(createComputeCluster, clusterInput()))).toEqual([
      'ALREADY_EXISTS input.name',
    ]);
  });

  it('refuses an etag that is no longer true', async () => {
    const computeId = await standingCluster();
    const change = { computeId, scale: { maxNodeCount: 2 } };
    await finish(await accept(updateComputeCluster, { ...change, ifMatch: '1' }));
    expect(said(await refusals(updateComputeCluster, { ...change, ifMatch: '1' }))).toEqual([
      'ETAG_MISMATCH input.ifMatch',
    ]);
    await accept(updateComputeCluster, { ...change, ifMatch: '2' });
  });

  it('wants the name of what is to be deleted', async () => {
    const computeId = await standingCluster();
    for (const [mutation, input] of [
      [deleteCompute, { computeId }],
      [deleteWorkspace, { workspaceId: scene.workspaceId }],
      [deleteResourceGroup, { resourceGroupId: scene.group.id }],
    ] as const) {
      expect(said(await refusals(mutation, { ...input, confirmName: 'CPU' }))).toEqual([
        'CONFIRMATION_MISMATCH input.confirmName',
      ]);
    }
  });

  it('deletes nothing over the head of an operation inside, and makes nothing in what is being deleted', async () => {
    const inside = await accept(createComputeCluster, clusterInput());
    const deletion = { resourceGroupId: scene.group.id, confirmName: scene.group.name };
    expect(await refusals(deleteResourceGroup, deletion)).toMatchObject([
      { code: 'OPERATION_IN_PROGRESS', operationId: inside.operationId },
    ]);
    await finish(inside);
    const { operationId } = await accept(deleteResourceGroup, deletion);
    const later = clusterInput({ name: 'later' });
    expect(await refusals(createComputeCluster, later)).toMatchObject([
      { code: 'OPERATION_IN_PROGRESS', operationId },
    ]);
  });

  it.each(['workspace', 'group'])(
    'lets a deletion of the %s and a creation in it not both through',
    async (what) => {
      const deletion = () =>
        what === 'group'
          ? ask(deleteResourceGroup, {
              resourceGroupId: scene.group.id,
              confirmName: scene.group.name,
            })
          : ask(deleteWorkspace, { workspaceId: scene.workspaceId, confirmName: 'ws' });
      for (let round = 0; round < 20; round += 1) {
        const create = () => ask(createComputeCluster, clusterInput({ name: `c${round}x` }));
        const answers = await Promise.all(
          round % 2 === 0 ? [create(), deletion()] : [deletion(), create()],
        );
        const accepted = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
        expect(accepted).toHaveLength(1);
        await Promise.all(accepted.map(finish));
      }
    },
  );

  it('makes nothing in what does not stand yet', async () => {
    await scene.database.pool.query(
      `UPDATE resource SET provisioning_state = 'CREATING' WHERE id = $1`,
      [scene.workspaceId],
    );
    const errors = await refusals(createComputeCluster, clusterInput());
    expect(said(errors)).toEqual(['INVALID_STATE input.workspaceId']);
    expect(errors[0]?.message).toContain('CREATING');
  });
});
