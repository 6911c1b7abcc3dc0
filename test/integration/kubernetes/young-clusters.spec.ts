import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConnectedClusterSweep } from '#libs/kinds/connected-clusters';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { createTestDatabase } from '../../support/database.js';
import { at, type Loose } from '../../support/gateway.js';
import { kubernetesScene, type KubernetesScene } from '../../support/kubernetes-scene.js';

let api: ApiUnderTest;
let scene: KubernetesScene;

beforeAll(async () => {
  api = await startApi(await createTestDatabase());
});
afterAll(async () => {
  await api?.close();
  await api?.database.drop();
});
beforeEach(async () => {
  scene = await kubernetesScene(api.database.pool);
});

/** The cluster as Azure answers it. */
async function observe(properties: object): Promise<void> {
  const { arm, given } = scene;
  arm.connect(given.clusterArmId, properties);
  await new ConnectedClusterSweep({ pool: api.database.pool, arm }).run(
    new AbortController().signal,
  );
}

async function ask(document: string, variables: object): Promise<Loose> {
  const { data, errors } = await api.graphql(api.adminKey, document, { ...variables });
  expect(errors).toBeUndefined();
  return at(data);
}

async function see(): Promise<Loose> {
  const { connectedClusters } = await ask(
    `{ connectedClusters(first: 100) { nodes { id armId provisioningState rawProvisioningState
      connectivityStatus kubernetesVersion } } }`,
    {},
  );
  const nodes = connectedClusters!.nodes as unknown as Loose[];
  const found = nodes.find(({ armId }) => String(armId) === scene.given.clusterArmId);
  if (!found) throw new Error('the cluster is not listed');
  return found;
}

const install = `mutation ($clusterId: ID!) { installArcExtension(input: { clusterId: $clusterId,
  settings: { enableTraining: true }, costTags: [
    { key: "owner", value: "v" }, { key: "environment", value: "v" }, { key: "costCenter", value: "v" }
  ] }) { operation { id } userErrors { code message } } }`;

describe('a cluster that is being connected', () => {
  it.each(['Accepted', 'Provisioning'])('is shown as on its way: %s', async (word) => {
    await observe({ provisioningState: word, connectivityStatus: 'Connecting' });
    expect(await see()).toMatchObject({
      provisioningState: 'CREATING',
      rawProvisioningState: word,
      connectivityStatus: 'CONNECTING',
    });
    await observe({});
    expect(await see()).toMatchObject({
      provisioningState: 'SUCCEEDED',
      connectivityStatus: 'CONNECTED',
    });
  });
});

describe('a cluster without agents', () => {
  it('is shown as that, and nothing is installed on it', async () => {
    await observe({ connectivityStatus: 'AgentNotInstalled', lastConnectivityTime: null });
    const cluster = await see();
    expect(cluster).toMatchObject({ connectivityStatus: 'AGENT_NOT_INSTALLED' });
    const { installArcExtension } = await ask(install, { clusterId: cluster.id });
    expect(installArcExtension).toMatchObject({
      operation: null,
      userErrors: [
        {
          code: 'CLUSTER_NOT_CONNECTED',
          message: expect.stringContaining('agents are not installed') as string,
        },
      ],
    });
  });
});
