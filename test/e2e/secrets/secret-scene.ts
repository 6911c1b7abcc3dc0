import { expect, vi } from 'vitest';
import { createDevelopmentKey } from '#libs/tenants';
import { findFreePort } from '../../../apps/launcher/src/postgres/find-free-port.js';
import { startProcessSystem } from '../../support/process-system.js';
import { RecordingClient } from '../../support/recording-client.js';

const pem = (kind: string, letter: string): string =>
  [
    `-----BEGIN ${kind}-----`,
    ...[1, 2, 3].map((line) => `${letter}${line}`.repeat(32)),
    `-----END ${kind}-----`,
  ].join('\n');

/** The protected settings, by the names of their files. */
export const protectedFiles = {
  'tls-cert': pem('CERTIFICATE', 'Qc'),
  'tls-key': pem('PRIVATE KEY', 'Zk'),
  password: 'hunter2 "as quoted" \\ and/more+so=',
} as const;

const protectedSettings = [
  { name: 'sslCertPemFile', reference: 'file:tls-cert' },
  { name: 'sslKeyPemFile', reference: 'file:tls-key' },
  { name: 'proxyPassword', reference: 'file:password' },
];

export interface Outcome {
  status: string;
  code: string | undefined;
  lastMessage: string | null;
}

/** API and worker that say all they have to say, a team with a workspace, and its secrets as files. */
export async function startSecretScene() {
  const port = await findFreePort();
  const environment = { LOG_LEVEL: 'debug', PORT: `${port}` };
  const system = await startProcessSystem({ clockRate: 60, environment });
  const apiKey = await createDevelopmentKey(system.database.pool);
  const client = new RecordingClient(`http://127.0.0.1:${port}`, apiKey);
  await Promise.all([system.start('api', 'api'), system.start('worker', 'worker')]);
  await client.untilReady();

  /** How the operation stands. */
  async function read(operationId: string): Promise<Outcome> {
    const seen = (await client.get(`/operations/${operationId}`)) as {
      status: string;
      error: { code: string } | null;
      steps: { message: string | null }[];
    };
    const lastMessage = seen.steps.at(-1)?.message ?? null;
    return { status: seen.status, code: seen.error?.code, lastMessage };
  }

  async function ended(operationId: string): Promise<Outcome> {
    await until(async () =>
      expect((await read(operationId)).status).toMatch(/^(SUCCEEDED|FAILED)$/),
    );
    return read(operationId);
  }

  const teamId = await findTeam(client);
  const teamUuid = Buffer.from(teamId, 'base64url').toString().split(':')[1] ?? '';
  const group = { name: 'rg', location: 'eastus', teamId };
  const { operationId, targetId: resourceGroupId } = await client.mutate(
    'createResourceGroup',
    group,
  );
  await ended(operationId);
  const providers = `/subscriptions/${system.azure.subscriptionId}/resourceGroups/rg/providers`;
  const workspace = await client.mutate('createWorkspace', {
    resourceGroupId,
    name: 'ws-one',
    storageAccountId: `${providers}/Microsoft.Storage/storageAccounts/one`,
    keyVaultId: `${providers}/Microsoft.KeyVault/vaults/one`,
    applicationInsights: 'NONE',
  });
  await ended(workspace.operationId);
  const giveSecret = (name: string, text: string): Promise<void> =>
    system.giveSecret(teamUuid, name, text);
  for (const [name, text] of Object.entries(protectedFiles)) await giveSecret(name, text);

  const armIdOf = (cluster: string): string =>
    `${providers}/Microsoft.Kubernetes/connectedClusters/${cluster}`;

  return {
    system,
    client,
    apiKey,
    read,
    ended,
    giveSecret,
    async connect(name: string): Promise<{
      kubeconfig: string;
      token: string;
    }> {
      const clusterId = armIdOf(name);
      await system.control('connected-clusters', {
        action: 'connect',
        clusterId,
      });
      const kubeconfig = await system.control('kubernetes', {
        action: 'kubeconfig',
        clusterId,
      });
      const { users } = kubeconfig as {
        users: {
          user: {
            token: string;
          };
        }[];
      };
      await giveSecret(name, JSON.stringify(kubeconfig));
      return {
        kubeconfig: JSON.stringify(kubeconfig),
        token: users[0]?.user.token ?? '',
      };
    },
    untilSeen: (names: readonly string[]): Promise<void> =>
      until(async () => {
        const { data } = await client.graphql(
          '{ connectedClusters(first: 50) { nodes { name } } }',
        );
        for (const name of names) expect(JSON.stringify(data)).toContain(`"${name}"`);
      }),
    inputFor: (cluster: string, more: object = {}, extension: object = {}) => ({
      workspaceId: workspace.targetId,
      name: cluster,
      clusterArmId: armIdOf(cluster),
      kubeconfigReference: `file:${cluster}`,
      extension: {
        settings,
        protectedSettings,
        ...extension,
      },
      ...more,
    }),
  };
}

export type SecretScene = Awaited<ReturnType<typeof startSecretScene>>;

const settings = {
  enableTraining: true,
  enableInference: true,
  inferenceRouterServiceType: 'CLUSTER_IP',
  sslCname: 'ml.example.com',
};

/** Asks every half second, for a minute at most, until nothing is amiss. */
export const until = (check: () => Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 60_000, interval: 500 });

async function findTeam(client: RecordingClient): Promise<string> {
  const { data } = await client.graphql('{ teams(first: 1) { nodes { id } } }');
  return (data as unknown as { teams: { nodes: { id: string }[] } }).teams.nodes[0]?.id ?? '';
}
