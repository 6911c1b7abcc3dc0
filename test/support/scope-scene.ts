import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import { computeArmId, resourceGroupId, workspaceArmId } from '#libs/kernel';
import { azureMlExtensionType, defaultSettings } from '#libs/kinds/arc-extensions';
import { subscriptionId, type ApiUnderTest } from './api.js';
import { clusterForTests } from './cluster-values.js';
import { at, createTeam, givenKey, rowIdOf } from './gateway.js';
import { globalId, plainWorkspace } from './instance-api.js';
import { insertInstance } from './instance-row.js';

export interface GivenTeam {
  teamId: string;
  rowId: string;
  groupId: string;
  groupArmId: string;
  workspaceId: string;
  clusterId: string;
  instanceId: string;
  attachmentId: string;
  extensionId: string;
  arcId: string;
  azureSubscriptionId: string;
  operatorKey: string;
  adminKey: string;
}

/** A team with a group that stands, and in it one of each thing that mutations change. */
export async function givenScopes(
  api: ApiUnderTest,
  name: string,
  group: string,
): Promise<GivenTeam> {
  const tags = ['owner', 'environment'].map((key) => ({ key, value: 'v' }));
  const { data } = await api.graphql(api.adminKey, createTeam, { name, tags });
  const teamId = at(data)['createTeam']!['team']!['id']!;
  const rowId = rowIdOf(teamId);
  const insert = (...row: Row) => insertRow(api, row);
  const groupArmId = resourceGroupId(subscriptionId, group);
  const groupRow = await insert(rowId, 'RESOURCE_GROUP', null, groupArmId, { location: 'eastus' });
  const armId = workspaceArmId(groupArmId, `ws-${name}`);
  const workspace = await insert(rowId, 'WORKSPACE', groupRow, armId, plainWorkspace);
  const clusterArm = computeArmId(armId, `c-${name}`);
  const cluster = await insert(rowId, 'COMPUTE_CLUSTER', workspace, clusterArm, clusterForTests);
  const boxArm = computeArmId(armId, `i-${name}`);
  const where = { teamId: rowId, workspaceId: workspace, name: `i-${name}`, armId: boxArm };
  const settings = { state: 'Running', vmSize: 'Standard_DS11_v2' };
  const instance = await insertInstance(api.database.pool, where, {
    properties: { properties: settings },
  });
  const arcArm = `${groupArmId}/providers/Microsoft.Kubernetes/connectedClusters/arc`;
  const arc = await insert(rowId, 'CONNECTED_CLUSTER', groupRow, arcArm, {});
  const extensionArm = `${arcArm}/providers/Microsoft.KubernetesConfiguration/extensions/azureml`;
  const extension = await insert(rowId, 'ARC_EXTENSION', arc, extensionArm, plainExtension);
  const attachment = await insert(rowId, 'KUBERNETES_COMPUTE', workspace, `${clusterArm}-k`, {
    clusterId: arc,
    clusterArmId: arcArm,
    description: null,
    namespace: 'default',
    identity: { type: 'NONE' },
    defaultInstanceType: null,
    instanceTypes: [],
    kubeconfigReference: null,
  });
  const kept = await insert(
    rowId,
    'AZURE_SUBSCRIPTION',
    null,
    `/subscriptions/${randomUUID()}`,
    {},
  );
  return {
    teamId,
    rowId,
    groupArmId,
    groupId: globalId('ResourceGroup', groupRow),
    workspaceId: globalId('Workspace', workspace),
    clusterId: globalId('ComputeCluster', cluster),
    instanceId: globalId('ComputeInstance', instance),
    attachmentId: globalId('KubernetesCompute', attachment),
    extensionId: globalId('ArcExtension', extension),
    arcId: globalId('ConnectedCluster', arc),
    azureSubscriptionId: globalId('AzureSubscription', kept),
    operatorKey: await givenKey(api, teamId, 'OPERATOR', `operator-${name}`),
    adminKey: await givenKey(api, teamId, 'ADMIN', `admin-${name}`),
  };
}

export const plainExtension = {
  extensionType: azureMlExtensionType,
  releaseTrain: 'Stable',
  version: null,
  autoUpgradeMinorVersion: true,
  releaseNamespace: 'azureml',
  settings: defaultSettings(true),
  extraSettings: {},
  settingReferences: {},
};

type Row = readonly [
  teamId: string,
  kind: string,
  parentId: string | null,
  armId: string,
  desired: object,
];

/** A row of something that stands; answers its id. */
export async function insertRow(
  api: ApiUnderTest,
  [teamId, kind, parentId, armId, desired]: Row,
): Promise<string> {
  const { rows } = await api.database.pool.query<{ id: string }>(
    `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
       provisioning_state, raw_provisioning_state, desired)
     VALUES ($1::text, $2, $3, $4, $5, lower($5), $6, 'eastus', 'SUCCEEDED', 'Succeeded', $7) RETURNING id`,
    [kind, teamId, parentId, armId.split('/').at(-1), armId, armId.split('/')[2], desired],
  );
  return String(rows[0]?.id);
}

const schema = buildSchema(readFileSync(`${import.meta.dirname}/../../schema.graphql`, 'utf8'));

/** Paths of all ARM ids in an input type, and of text that may name something; `[]` stands for the one element of a list. */
function armIdPaths(type: GraphQLInputType, path: string[] = []): string[][] {
  if (isNonNullType(type)) return armIdPaths(type.ofType, path);
  if (isListType(type)) return armIdPaths(type.ofType, [...path, '[]']);
  const named = getNamedType(type);
  if (named.name === 'ArmId') return [path];
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    field.name === 'extraSettings'
      ? [[...path, field.name, '[]', 'value']]
      : armIdPaths(field.type, [...path, field.name]),
  );
}

/** These say what is shared, and are nobody's use of it; a plan uses what the mutation does that is planned. */
const aboutScopes = new Set([
  'shareScope',
  'unshareScope',
  'claimResourceGroup',
  'claimWorkspace',
  'plan',
]);

export const mutations = Object.values(schema.getMutationType()!.getFields());

/** Each ARM id that a mutation takes. */
export const armIdFields = mutations
  .filter(({ name }) => !aboutScopes.has(name))
  .flatMap(({ name, args }) =>
    args.flatMap(({ type }) => armIdPaths(type)).map((path) => ({ name, path })),
  );

let number = 0;
const unique = () => `n-${(number += 1)}x`;
/** The name that was given last. */
export const lastName = () => `n-${number}x`;
const costTags = ['costCenter', 'owner', 'environment'].map((key) => ({ key, value: 'v' }));

/** What each mutation takes beside the id; a mutation that gains an ARM id needs a line here. */
export const inputsOf = (ours: GivenTeam): Record<string, () => object> => ({
  createWorkspace: () => ({
    resourceGroupId: ours.groupId,
    name: `w${number}-${unique()}`,
    costTags,
    storageAccountId: `${ours.groupArmId}/providers/Microsoft.Storage/storageAccounts/one`,
    keyVaultId: `${ours.groupArmId}/providers/Microsoft.KeyVault/vaults/one`,
  }),
  createComputeCluster: () => ({
    workspaceId: ours.workspaceId,
    name: unique(),
    vmSize: 'STANDARD_D3_V2',
    costTags,
    scale: { maxNodeCount: 1 },
  }),
  updateComputeCluster: () => ({ computeId: ours.clusterId }),
  assignComputeIdentity: () => ({ computeId: ours.clusterId }),
  removeComputeIdentity: () => ({ computeId: ours.clusterId }),
  createComputeInstance: () => ({
    workspaceId: ours.workspaceId,
    name: unique(),
    vmSize: 'Standard_DS11_v2',
    costTags,
  }),
  updateComputeInstance: () => ({ computeId: ours.instanceId }),
  installArcExtension: () => ({
    clusterArmId: arcOf(ours),
    costTags,
    settings: { enableTraining: true },
  }),
  updateArcExtension: () => ({ extensionId: ours.extensionId }),
  attachKubernetesCompute: () => ({ ...attachmentOf(ours), name: unique() }),
  provisionKubernetesCompute: () => ({
    ...attachmentOf(ours),
    name: unique(),
    extension: { settings: { enableTraining: true } },
  }),
  reattachKubernetesCompute: () => ({ computeId: ours.attachmentId }),
  deleteResourceGroup: () => ({ resourceGroupId: ours.groupId, confirmName: 'not this' }),
  deleteWorkspace: () => ({ workspaceId: ours.workspaceId, confirmName: 'not this' }),
});

const arcOf = ({ groupArmId }: GivenTeam) =>
  `${groupArmId}/providers/Microsoft.Kubernetes/connectedClusters/arc`;

const attachmentOf = (ours: GivenTeam) => ({
  workspaceId: ours.workspaceId,
  costTags,
  clusterArmId: arcOf(ours),
});

const typeOf: Record<string, string> = {
  subnetId: 'Microsoft.Network/virtualNetworks/v/subnets/s',
  storageAccountId: 'Microsoft.Storage/storageAccounts/one',
  keyVaultId: 'Microsoft.KeyVault/vaults/one',
  applicationInsightsId: 'Microsoft.Insights/components/one',
  containerRegistryId: 'Microsoft.ContainerRegistry/registries/one',
  clusterArmId: 'Microsoft.Kubernetes/connectedClusters/arc',
  userAssignedIdentityIds: 'Microsoft.ManagedIdentity/userAssignedIdentities/one',
  deleteUnmanagedArmIds: 'Microsoft.Storage/storageAccounts/one',
  extraSettings: 'Microsoft.Relay/namespaces/one',
};

/** The field that a refusal names. */
export const fieldName = (path: readonly string[]): string =>
  path.filter((part) => part !== '[]' && part !== 'value').at(-1) ?? '';

/** An id of the kind that the field takes, in the group. */
export const inGroup = (group: string, path: readonly string[]): string =>
  `${group}/providers/${typeOf[fieldName(path)]}`;

/** The input with the id in that field. */
export function withId(base: object, path: readonly string[], armId: string): object {
  const [head = '', ...tail] = path;
  if (head === '[]') return [tail.length > 0 ? withId({}, tail, armId) : armId];
  const inner = (base as Record<string, object>)[head];
  const value = tail.length > 0 ? withId(inner ?? {}, tail, armId) : armId;
  const type = head === 'identity' ? { type: 'USER_ASSIGNED' } : {};
  const named = head === 'value' ? { name: 'relayserver.hybridConnectionResourceID' } : {};
  return {
    ...base,
    ...named,
    [head]:
      typeof value === 'object' && !Array.isArray(value)
        ? {
            ...type,
            ...value,
          }
        : value,
  };
}
