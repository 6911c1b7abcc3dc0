import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '#libs/catalogue';
import { reads } from '../../../apps/api/src/reads/catalogue-of-reads.js';
import { toolName } from '../../../apps/api/src/mcp/tool-name.js';
import { startAgent, type Agent } from '../../support/agent.js';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at, rowIdOf } from '../../support/gateway.js';
import { givenThings, type Scene } from '../api/given-things.js';
import { callers, forEverybody, mutations, queries, type Caller } from '../api/role-matrix.js';

let api: ApiUnderTest;
let scene: Scene;
const agents = {} as Record<Caller, Agent>;
beforeAll(async () => {
  api = await startApi();
  scene = await givenThings(api);
  for (const caller of callers) agents[caller] = await startAgent(api.url, scene.keys[caller]);
});
afterAll(async () => {
  for (const agent of Object.values(agents)) await agent.close();
  await api.close();
});

const admin = (): Agent => agents.PLATFORM_ADMIN;
const byName = (name: string) => admin().tools.find((tool) => tool.name === name)!;

const all = [...catalogue, ...reads];

/** By the name in the catalogue: of a verb where a read has that name too. */
const toolOf: Readonly<Record<string, string>> = Object.fromEntries(
  [...reads, ...catalogue].map((one) => [one.name, toolName(one)]),
);

describe('tools', () => {
  it.each([
    ['createComputeCluster', 'compute_cluster_create'],
    ['deleteCompute', 'compute_delete'],
    ['revokeApiKey', 'api_key_revoke'],
    ['setCostTags', 'cost_tags_set'],
    ['computes', 'compute_list'],
    ['apiKeys', 'api_key_list'],
    ['vmSizes', 'vm_size_list'],
    ['operation', 'operation_get'],
    ['nodes', 'nodes_get'],
    ['viewer', 'viewer_get'],
  ])('say first what they are about: %s is %s', (name, tool) => {
    expect(toolOf[name]).toBe(tool);
  });

  it('that plan what others do name those, and do not repeat what they take', () => {
    const { inputSchema } = byName('plan_create');
    expect(JSON.stringify(inputSchema).length).toBeLessThan(5_000);
    expect(inputSchema).toMatchObject({
      properties: {
        change: {
          properties: {
            createComputeCluster: {
              type: 'object',
              description: 'As the tool compute_cluster_create takes it.',
            },
          },
        },
      },
    });
  });

  it('are one for each verb and each read', () => {
    expect(admin().names).toEqual(all.map(toolName).toSorted());
  });

  it.each(all.map((one) => [toolName(one), one] as const))(
    '%s says what it does, takes and answers, and whether it takes away',
    (name, { effect, summary, ...of }) => {
      const { description, inputSchema, outputSchema, annotations } = byName(name);
      expect(description).toContain(summary);
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: 'object' });
      const isDestructive = 'destructive' in of && of.destructive;
      expect(annotations).toEqual({
        readOnlyHint: effect === 'read',
        destructiveHint: isDestructive,
        idempotentHint: effect === 'read' || effect === 'delete',
        openWorldHint: false,
      });
      const required = inputSchema.required ?? [];
      expect(required.includes('confirmName')).toBe(isDestructive);
    },
  );

  it('that take away are those of which the issue says so, and no fewer', () => {
    const destructive = admin().tools.filter(({ annotations }) => annotations?.destructiveHint);
    expect(destructive.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'api_key_revoke',
        'arc_extension_uninstall',
        'compute_delete',
        'compute_identity_remove',
        'kubernetes_compute_detach',
        'resource_group_delete',
        'resource_move',
        'resource_release',
        'role_revoke',
        'scope_unshare',
        'team_delete',
        'workspace_delete',
      ]),
    );
  });
});

/** What a caller's tools are: by the lines of the role matrix that let it do something to its own team. */
function allowedTo(caller: Caller): string[] {
  const home: Caller = caller === 'OTHER_ADMIN' ? 'ADMIN' : caller;
  const verbs = Object.entries(mutations).filter(([, { answers }]) => answers[home] === 'yes');
  const seen = { ...queries, ...forEverybody };
  return [
    ...verbs.map(([name]) => toolOf[name]!),
    ...reads.filter(({ name }) => name in seen).map(toolName),
  ].toSorted();
}

describe.each(callers)('as %s', (caller) => {
  it('only those tools are shown that a role allows', () => {
    expect(agents[caller].names).toEqual(allowedTo(caller));
  });

  it('no others can be called', async () => {
    const { client, names } = agents[caller];
    for (const name of admin().names.filter((one) => !names.includes(one)))
      await expect(client.callTool({ name, arguments: {} })).rejects.toMatchObject({
        code: -32_602,
        message: expect.stringContaining('There is no such tool') as string,
      });
  });
});

it('shows who only looks nothing that changes anything', () => {
  for (const caller of ['VIEWER', 'PLATFORM_VIEWER'] as const)
    expect(agents[caller].tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
});

describe('reading', () => {
  it('answers what the schemas say, as the public client checks it', async () => {
    const { clusterId, connectedClusterId, operationId, workspaceId, groupId, principalId } =
      scene.things;
    const asked: Record<string, object> = {
      compute_get: { id: clusterId },
      connected_cluster_get: { id: connectedClusterId },
      node_get: { id: clusterId },
      nodes_get: { ids: Object.values({ ...scene.things }) },
      operation_get: { id: operationId },
      principal_get: { id: principalId },
      resource_group_get: { id: groupId },
      plan_get: { id: scene.things.planId },
      policy_get: { id: scene.things.policyId },
      team_get: { id: scene.things.teamId },
      workspace_get: { id: workspaceId },
      compute_usage_list: { location: 'eastus' },
      quota_check_get: { input: { location: 'eastus', vmSize: 'Standard_DS3_v2' } },
      vm_price_list: { location: 'eastus' },
      vm_size_list: { location: 'eastus' },
    };
    for (const { name, annotations } of admin().tools) {
      if (!annotations?.readOnlyHint) continue;
      const args =
        asked[name] ??
        (name.endsWith('_list') && name !== 'viewer_role_list' ? { first: 100 } : {});
      const { errors, data } = await admin().call(name, args);
      expect([name, errors]).toEqual([name, []]);
      expect(data).toBeInstanceOf(Object);
    }
    const ids = Object.values({ ...scene.things }).filter((id) => !id.startsWith('/'));
    for (const id of [groupId, ...ids])
      expect((await admin().call('node_get', { id })).data.id).toBe(id);
  });

  it('shows another team nothing of ours', async () => {
    for (const id of Object.values({ ...scene.things })) {
      const { errors } = await agents.OTHER_ADMIN.call('node_get', { id });
      expect(errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    }
    const { data } = await agents.OTHER_ADMIN.call('compute_list', { first: 100 });
    expect(data.items).toEqual([]);
  });

  it('takes ARM ids in place of ids', async () => {
    const { clusterId } = scene.things;
    const { data } = await admin().call('node_get', { id: clusterId });
    for (const name of ['node_get', 'compute_get'])
      expect((await admin().call(name, { id: data.armId })).data.id).toBe(clusterId);
  });
});

describe('what is refused', () => {
  const code = async (name: string, args: object) =>
    (await agents.OPERATOR.call(name, args)).errors.map(({ code, field }) => [code, field]);

  it('has the codes and fields of GraphQL', async () => {
    const { workspaceId, instanceId } = scene.things;
    const cluster = {
      workspaceId,
      name: 'second',
      vmSize: 'STANDARD_D3_V2',
      scale: { maxNodeCount: 1 },
    };
    expect(await code('compute_cluster_create', { ...cluster, colour: 'red' })).toEqual([
      ['BAD_USER_INPUT', ['colour']],
    ]);
    expect(
      await code('compute_cluster_create', { ...cluster, scale: { maxNodeCount: 'many' } }),
    ).toEqual([['BAD_USER_INPUT', ['scale', 'maxNodeCount']]]);
    expect(await code('compute_cluster_create', { ...cluster, name: '-' })).toEqual([
      ['NAME_INVALID', ['name']],
    ]);
    expect(await code('compute_cluster_create', { ...cluster, workspaceId: 'none' })).toEqual([
      ['NOT_FOUND', ['workspaceId']],
    ]);
    expect(
      await code('compute_instance_update', { computeId: instanceId, vmSize: 'STANDARD_D4_V2' }),
    ).toContainEqual(['IMMUTABLE_FIELD', ['vmSize']]);
  });

  it('names the operation that is under way', async () => {
    const { clusterId: computeId, operationId } = scene.things;
    const scale = { minNodeCount: 0, maxNodeCount: 2 };
    const { errors } = await agents.OPERATOR.call('compute_cluster_update', { computeId, scale });
    expect(errors).toMatchObject([{ code: 'OPERATION_IN_PROGRESS', operationId }]);
  });
});

describe('what is done', () => {
  it('is audited as come by this way, once for one idempotency key', async () => {
    const args = {
      workspaceId: scene.things.workspaceId,
      name: 'by-agent',
      vmSize: 'STANDARD_D3_V2',
      scale: { minNodeCount: 0, maxNodeCount: 1 },
      idempotencyKey: crypto.randomUUID(),
    };
    const first = await agents.OPERATOR.call('compute_cluster_create', args);
    const again = await agents.OPERATOR.call('compute_cluster_create', args);
    expect(again.data.operation!.id).toBe(first.data.operation!.id);
    const { rows } = await api.database.pool.query(
      'SELECT channel, request_id AS "requestId" FROM audit_event WHERE operation_id = $1',
      [rowIdOf(first.data.operation!.id!)],
    );
    expect(rows).toEqual([
      { channel: 'mcp', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    ]);
    const { rows: operations } = await api.database.pool.query(
      'SELECT channel FROM operation WHERE id = $1',
      [rowIdOf(first.data.operation!.id!)],
    );
    expect(operations).toEqual([{ channel: 'mcp' }]);
    const shown = await agents.OPERATOR.call('operation_get', { id: first.data.operation!.id });
    expect(at(shown.data)).toMatchObject({
      object: 'Operation',
      targetName: 'by-agent',
      progress: 0,
    });
  });
});
