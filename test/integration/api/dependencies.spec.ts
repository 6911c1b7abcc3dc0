import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at, createGroup, givenTeam, rowIdOf } from '../../support/gateway.js';
import { rest } from '../../support/rest.js';

let api: ApiUnderTest;
let teamId: string;
let groupId: string;

beforeAll(async () => {
  api = await startApi();
  teamId = await givenTeam(api, 'leaning');
  const group = { name: 'rg-leaning', location: 'eastus', teamId };
  const made = await api.graphql(api.adminKey, createGroup, { input: group });
  groupId = at(made.data)['createResourceGroup']!['resourceGroup']!['id']!;
  await api.database.pool.query(
    `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL, lease_until = NULL`,
  );
  await api.database.pool.query(
    `UPDATE resource SET provisioning_state = 'SUCCEEDED', raw_provisioning_state = 'Succeeded'`,
  );
});
afterAll(() => api.close());

const createDocument = `mutation ($input: CreateWorkspaceInput!) { createWorkspace(input: $input) {
  operation { steps { name } } workspace { id dependencies { role armId madeForIt } }
  userErrors { code field message } } }`;

const create = async (input: object) => {
  const asked = { resourceGroupId: groupId, ...input };
  const { data, errors } = await api.graphql(api.adminKey, createDocument, { input: asked });
  expect(errors).toBeUndefined();
  return at(data)['createWorkspace']!;
};

describe('what a workspace leans on', () => {
  it('is shown alone and in lists, over GraphQL and REST, and says what was made for it', async () => {
    const { workspace } = await create({ name: 'ws-one' });
    const id = workspace!['id']!;
    expect(workspace!['dependencies']).toEqual([]);
    const account =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/one';
    await api.database.pool.query(
      `INSERT INTO made_dependency (workspace_id, role, arm_id, operation_id)
       SELECT $1, 'STORAGE', $2, id FROM operation WHERE target_id = $1`,
      [rowIdOf(id), account],
    );
    const shown = [{ role: 'STORAGE', armId: account, madeForIt: true }];
    const document = `query ($id: ID!) {
      node(id: $id) { ... on Workspace { dependencies { role armId madeForIt } } }
      workspaces(first: 1) { nodes { dependencies { role armId madeForIt } } } }`;
    const { data } = await api.graphql(api.adminKey, document, { id });
    expect(data).toEqual({
      node: { dependencies: shown },
      workspaces: { nodes: [{ dependencies: shown }] },
    });
    const answer = await rest(api, api.adminKey, `/workspaces/${id}`);
    expect(answer).toMatchObject({ status: 200, body: { dependencies: shown } });
  });

  it('is not asked for twice: a registry is named, or made', async () => {
    const { userErrors, workspace } = await create({
      name: 'ws-two',
      containerRegistry: 'CREATE',
      containerRegistryId:
        '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-leaning/providers/Microsoft.ContainerRegistry/registries/one',
    });
    expect(workspace).toBeNull();
    expect(userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'containerRegistry'] },
    ]);
  });
});
