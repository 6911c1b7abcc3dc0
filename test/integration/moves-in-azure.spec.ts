import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, createTeam, rowIdOf } from '../support/gateway.js';
import { shareWith } from '../support/engine.js';
import { startSimulatedApi, type SimulatedApi } from '../support/simulated-api.js';

let azure: SimulatedApi;
beforeAll(async () => {
  azure = await startSimulatedApi();
});
afterAll(() => azure?.stop());

/** A team whose defaults are other tags. */
async function givenOther(): Promise<string> {
  const tags = [
    { key: 'Owner', value: 'theirs' },
    { key: 'environment', value: 'theirs' },
  ];
  const { data } = await azure.api.graphql(azure.api.adminKey, createTeam, {
    name: 'theirs',
    tags,
  });
  const id = at(data).createTeam!.team!.id!;
  const { database } = azure.api;
  await shareWith(
    database.pool,
    rowIdOf(id),
    `/subscriptions/${azure.system.azure.subscriptionId}`,
  );
  return id;
}

const armIdOf = async (id: string): Promise<string> =>
  (
    await azure.api.database.pool.query<{ armId: string }>(
      'SELECT arm_id AS "armId" FROM resource WHERE id = $1',
      [rowIdOf(id)],
    )
  ).rows[0]!.armId;

it(
  'writes the cost tags of the new team into Azure, of all that moved',
  { timeout: 120_000 },
  async () => {
    const resourceGroupId = await azure.givenGroup('rg-moves');
    const workspaceId = await azure.carryOut(
      'createWorkspace',
      azure.workspace(resourceGroupId, 'rg-moves', 'ws-moves'),
    );
    const computeId = await azure.carryOut('createComputeCluster', {
      ...azure.cluster(workspaceId, 'c-moves'),
      costTags: [
        { key: 'owner', value: 'v' },
        { key: 'environment', value: 'v' },
        { key: 'project', value: 'blue' },
      ],
    });
    const teamId = await givenOther();
    const { id } = await azure.begin('moveResource', { resourceId: resourceGroupId, teamId });
    expect(await azure.ended(id)).toMatchObject({ status: 'SUCCEEDED', error: null });
    const { rows } = await azure.api.database.pool.query<{ id: string }>(
      `SELECT id FROM operation WHERE kind LIKE '%_UPDATE'`,
    );
    for (const operation of rows)
      await azure.ended(Buffer.from(`Operation:${operation.id}`).toString('base64url'));
    const theirs = { costCenter: 'CC-1', owner: 'theirs', environment: 'theirs' };
    for (const [moved, more] of [
      [resourceGroupId, {}],
      [workspaceId, {}],
      [computeId, { project: 'blue' }],
    ] as const) {
      const body = await azure.system.arm.get(await armIdOf(moved));
      expect(body?.['tags'], moved).toMatchObject({ ...theirs, ...more });
      expect(await azure.see(moved)).toMatchObject({ provisioningState: 'SUCCEEDED' });
    }
    expect(rows).toHaveLength(3);
  },
);
