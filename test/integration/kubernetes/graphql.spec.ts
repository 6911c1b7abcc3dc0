import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at, givenTeam } from '../../support/gateway.js';
import { givenKubernetes } from '../../support/kubernetes.js';

let api: ApiUnderTest;
let ids: Awaited<ReturnType<typeof givenKubernetes>>;
let workspaceId: string;

beforeAll(async () => {
  api = await startApi();
  const teamId = Buffer.from(await givenTeam(api, 'vision'), 'base64url')
    .toString()
    .split(':')[1];
  const { rows } = await api.database.pool.query<{ id: string }>(
    `INSERT INTO resource (kind, team_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
       raw_provisioning_state, desired) VALUES ('RESOURCE_GROUP', $1, 'rg', '/rg', '/rg', 's', 'eastus', 'SUCCEEDED', '', '{}')
     RETURNING id`,
    [teamId],
  );
  const group = String(rows[0]?.id);
  const workspace = await api.database.pool.query<{ id: string }>(
    `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
       provisioning_state, raw_provisioning_state, desired)
     VALUES ('WORKSPACE', $1, $2, 'ws', '/ws', '/ws', 's', 'eastus', 'SUCCEEDED', '', $3) RETURNING id`,
    [teamId, group, JSON.stringify(workspaceDesired)],
  );
  const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64url');
  workspaceId = globalId('Workspace', String(workspace.rows[0]?.id));
  ids = await givenKubernetes(api.database.pool, globalId('ResourceGroup', group), workspaceId);
});
afterAll(() => api.close());

const id = '/subscriptions/s/resourceGroups/g/providers/a/b/c';
const workspaceDesired = {
  location: 'eastus',
  friendlyName: null,
  description: null,
  storageAccountId: id,
  keyVaultId: id,
  applicationInsightsId: null,
  containerRegistryId: null,
  identity: { type: 'SYSTEM_ASSIGNED' },
};

describe('an attachment over GraphQL', () => {
  it('shows its cluster with what is installed there, and what its jobs run as', async () => {
    const { data, errors } = await api.graphql(
      api.adminKey,
      `{ node(id: "${ids.attachmentId}") { ... on KubernetesCompute {
        name namespace defaultInstanceType diagnostics { code } workspace { name }
        instanceTypes { name nodeSelector { name value } limits { cpu memory nvidiaGpu } }
        cluster { id connectivityStatus nodeCount extensions { id name settings protectedSettings { name } } }
      } } }`,
    );
    expect(errors).toBeUndefined();
    expect(at(data)['node']).toMatchObject({
      name: 'arc-one',
      namespace: 'default',
      workspace: { name: 'ws' },
      instanceTypes: [
        {
          limits: {
            cpu: '1',
            memory: '4Gi',
            nvidiaGpu: '0',
          },
        },
      ],
      cluster: {
        id: ids.connectedClusterId,
        extensions: [
          {
            id: ids.extensionId,
            name: 'ml',
            settings: { installVolcano: true },
          },
        ],
      },
    });
  });

  it('names its cluster by its id, and by nothing that is none', async () => {
    const attach = (clusterId: string) =>
      api.graphql(
        api.adminKey,
        `mutation { attachKubernetesCompute(input: { workspaceId: "${workspaceId}", name: "arc-two", clusterId: "${clusterId}" }) {
          userErrors { code field } } }`,
      );
    const away = await attach(ids.connectedClusterId);
    expect(at(away.data)['attachKubernetesCompute']).toMatchObject({
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'clusterId'] }, {}, {}],
    });
    const none = await attach(ids.extensionId);
    expect(at(none.data)['attachKubernetesCompute']).toEqual({
      userErrors: [{ code: 'NOT_FOUND', field: ['input', 'clusterId'] }],
    });
  });

  it('says what keeps jobs from it: its cluster, or the extension there', async () => {
    const diagnose = async () => {
      const { data } = await api.graphql(
        api.adminKey,
        `{ node(id: "${ids.attachmentId}") { ... on KubernetesCompute { diagnostics { code evidence } } } }`,
      );
      const { diagnostics } = at(data)['node'] as unknown as { diagnostics: { code: string }[] };
      return diagnostics.map(({ code }) => code);
    };
    const observe = (kind: string, state: string, observed: object) =>
      api.database.pool.query(
        `UPDATE resource SET observed = $3, provisioning_state = $2::"ProvisioningState", observed_at = now()
         WHERE kind = $1::text`,
        [kind, state, JSON.stringify(observed)],
      );
    const extension = { extensionType: 'Microsoft.AzureML.Kubernetes', configurationSettings: {} };
    await observe('ARC_EXTENSION', 'SUCCEEDED', extension);
    await observe('CONNECTED_CLUSTER', 'SUCCEEDED', { connectivityStatus: 'CONNECTED' });
    expect(await diagnose()).toEqual([]);
    await observe('CONNECTED_CLUSTER', 'SUCCEEDED', { connectivityStatus: 'OFFLINE' });
    expect(await diagnose()).toEqual(['CLUSTER_NOT_CONNECTED']);
    await observe('ARC_EXTENSION', 'FAILED', extension);
    expect(await diagnose()).toEqual(['CLUSTER_NOT_CONNECTED', 'EXTENSION_FAILED']);
  });

  it("takes the studio's configuration as JSON, by variable and in the text, and nothing else", async () => {
    const reattach = (configuration: string) =>
      api.graphql(
        api.adminKey,
        `mutation { reattachKubernetesCompute(input: { computeId: "${ids.attachmentId}", configuration: ${configuration} }) {
          userErrors { code field } } }`,
      );
    const refused = await reattach('{ namespace: "Not Valid" }');
    expect(at(refused.data)['reattachKubernetesCompute']).toEqual({
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'configuration', 'namespace'] }],
    });
    expect((await reattach('"text"')).errors?.[0]?.message).toContain('JSON object');
    const document = `mutation ($input: ReattachKubernetesComputeInput!) {
      reattachKubernetesCompute(input: $input) { userErrors { code } compute { namespace } } }`;
    const input = { computeId: ids.attachmentId, configuration: { namespace: 'jobs' } };
    const { data } = await api.graphql(api.adminKey, document, { input });
    expect(at(data)['reattachKubernetesCompute']).toEqual({
      userErrors: [],
      compute: { namespace: 'jobs' },
    });
  });
});
