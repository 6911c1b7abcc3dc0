import { workspaceArmId } from '#libs/kernel';
import type { AnyRead, AnyVerb } from '#libs/verbs';

/**
 * Who may do what: written by hand and reviewed, beside the code and not made from it. Whoever reviews a new verb writes
 * its line; a verb that brought its own would have reviewed itself.
 */

/** Whoever may ask: by role in the team that owns things, in another team, or on the whole platform. */
export const callers = [
  'VIEWER',
  'OPERATOR',
  'APPROVER',
  'ADMIN',
  'OTHER_ADMIN',
  'PLATFORM_VIEWER',
  'PLATFORM_OPERATOR',
  'PLATFORM_APPROVER',
  'PLATFORM_ADMIN',
] as const;
export type Caller = (typeof callers)[number];
/** `yes`: not refused for who asks, whatever else is said. */
type Answer = 'yes' | 'FORBIDDEN' | 'NOT_FOUND' | 'SCOPE_NOT_SHARED';

export type Answers = Record<Caller, Answer>;
const operating: Answers = {
  VIEWER: 'FORBIDDEN',
  OPERATOR: 'yes',
  APPROVER: 'FORBIDDEN',
  ADMIN: 'yes',
  OTHER_ADMIN: 'NOT_FOUND',
  PLATFORM_VIEWER: 'FORBIDDEN',
  PLATFORM_OPERATOR: 'yes',
  PLATFORM_APPROVER: 'FORBIDDEN',
  PLATFORM_ADMIN: 'yes',
};
const administering: Answers = {
  ...operating,
  OPERATOR: 'FORBIDDEN',
  PLATFORM_OPERATOR: 'FORBIDDEN',
};
const approving: Answers = {
  ...administering,
  APPROVER: 'yes',
  PLATFORM_APPROVER: 'yes',
};
/** Whoever may not end a key sees none. */
const ownKeys: Answers = {
  VIEWER: 'NOT_FOUND',
  OPERATOR: 'NOT_FOUND',
  APPROVER: 'NOT_FOUND',
  ADMIN: 'yes',
  OTHER_ADMIN: 'NOT_FOUND',
  PLATFORM_VIEWER: 'NOT_FOUND',
  PLATFORM_OPERATOR: 'NOT_FOUND',
  PLATFORM_APPROVER: 'NOT_FOUND',
  PLATFORM_ADMIN: 'yes',
};
/** What no role in a team allows. */
const platformOnly: Answers = { ...administering, ADMIN: 'FORBIDDEN', OTHER_ADMIN: 'FORBIDDEN' };

/** What no team has goes to a team by admins of the platform. */
const claimingOfNobody: Answers = { ...administering, ADMIN: 'FORBIDDEN' };

/** What the admins of a team may do with its group, and all others may not, whether they know of it or not. */
const sharing: Answers = { ...platformOnly, ADMIN: 'yes' };

export interface Things {
  teamId: string;
  groupId: string;
  groupArmId: string;
  /** A group in Azure that no team has. */
  unclaimedGroup: string;
  workspaceId: string;
  clusterId: string;
  instanceId: string;
  /** Found in Azure, claimed by nobody. */
  foundId: string;
  operationId: string;
  /** An operation to which somebody has to agree. */
  awaitingId: string;
  apiKeyId: string;
  /** A bot of the team, whose key that is. */
  principalId: string;
  /** Its role. */
  roleGrantId: string;
  /** A group of Entra ID with a role in the team. */
  entraGroupId: string;
  /** That role. */
  groupGrantId: string;
  connectedClusterId: string;
  extensionId: string;
  attachmentId: string;
  azureSubscriptionId: string;
  planId: string;
  policyId: string;
}

interface Rule {
  /** What the verb must ask for, and where: as `permissionOf` says it. */
  permission: string;
  /** The verb that makes what it takes away, for each who asks. */
  given?: string;
  input: (things: Things, caller?: Caller) => object;
  answers: Answers;
}

/** A query of what teams own: whoever has the permission in the team is shown it, and nobody else. */
interface Look {
  permission: string;
  ask: (things: Things) => string;
}

/** What is declared of who may, in the words of these tables. */
export function permissionOf(asked: AnyVerb | AnyRead): string {
  if ('forEverybody' in asked && asked.forEverybody) return 'nothing';
  const where = asked.where ? ` the ${asked.where}` : '';
  const own = 'exceptOwn' in asked && asked.exceptOwn ? ', except what is their own' : '';
  return `${asked.permission}${where}${own}`;
}

const reviewedOf = ({ name, effect }: AnyVerb | AnyRead): string | undefined =>
  effect === 'read'
    ? (queries[name]?.permission ?? forEverybody[name])
    : mutations[name]?.permission;

/** What stands in the way of these: each that has no line here, or declares another permission than its line. */
export const unreviewed = (all: readonly (AnyVerb | AnyRead)[]): string[] =>
  all.flatMap((asked) => {
    const { name } = asked;
    const reviewed = reviewedOf(asked);
    if (reviewed === undefined) return [`${name} has no line`];
    const declared = permissionOf(asked);
    return declared === reviewed ? [] : [`${name} takes ${declared}, its line says ${reviewed}`];
  });

const groupArmId = '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg';
const armId = (type: string): string => `${groupArmId}/providers/${type}/one`;
const clusterArmId = armId('Microsoft.Kubernetes/connectedClusters');
const settings = { enableTraining: true };
const scale = { minNodeCount: 0, maxNodeCount: 1 };
const policy = { condition: 'false', effect: 'DENY', message: 'Never.' };

/** Every mutation: what is asked, and who may. */
export const mutations: Record<string, Rule> = {
  // First: what follows may take the group away.
  shareScope: {
    input: ({ teamId }) => ({ teamId, armId: `${groupArmId}-new` }),
    permission: 'administer',
    answers: sharing,
  },
  unshareScope: {
    given: 'shareScope',
    input: ({ teamId }) => ({ teamId, armId: `${groupArmId}-new` }),
    permission: 'administer',
    answers: sharing,
  },
  createResourceGroup: {
    input: ({ teamId }) => ({ name: 'rg-new', location: 'eastus', teamId }),
    permission: 'operate',
    answers: operating,
  },
  deleteResourceGroup: {
    input: ({ groupId: resourceGroupId }) => ({ resourceGroupId, confirmName: 'x' }),
    permission: 'operate',
    answers: operating,
  },
  createWorkspace: {
    input: ({ groupId: resourceGroupId }) => ({
      resourceGroupId,
      name: 'ws-new',
      storageAccountId: armId('Microsoft.Storage/storageAccounts'),
      keyVaultId: armId('Microsoft.KeyVault/vaults'),
    }),
    permission: 'operate',
    answers: operating,
  },
  deleteWorkspace: {
    input: ({ workspaceId }) => ({ workspaceId, confirmName: 'x' }),
    permission: 'operate',
    answers: operating,
  },
  createComputeCluster: {
    input: ({ workspaceId }) => ({ workspaceId, name: 'new-one', vmSize: 'STANDARD_D3_V2', scale }),
    permission: 'operate',
    answers: operating,
  },
  updateComputeCluster: {
    input: ({ clusterId: computeId }) => ({ computeId, scale }),
    permission: 'operate',
    answers: operating,
  },
  assignComputeIdentity: {
    input: ({ clusterId: computeId }) => ({ computeId, identity: { type: 'SYSTEM_ASSIGNED' } }),
    permission: 'operate',
    answers: operating,
  },
  removeComputeIdentity: {
    input: ({ clusterId: computeId }) => ({ computeId }),
    permission: 'operate',
    answers: operating,
  },
  deleteCompute: {
    input: ({ clusterId: computeId }) => ({ computeId, confirmName: 'x' }),
    permission: 'operate',
    answers: operating,
  },
  createComputeInstance: {
    input: ({ workspaceId }) => ({ workspaceId, name: 'new-box', vmSize: 'STANDARD_D3_V2' }),
    permission: 'operate',
    answers: operating,
  },
  updateComputeInstance: {
    input: ({ instanceId: computeId }) => ({ computeId, idleTimeBeforeShutdown: 'PT30M' }),
    permission: 'operate',
    answers: operating,
  },
  startComputeInstance: {
    input: ({ instanceId: computeId }) => ({ computeId }),
    permission: 'operate',
    answers: operating,
  },
  stopComputeInstance: {
    input: ({ instanceId: computeId }) => ({ computeId }),
    permission: 'operate',
    answers: operating,
  },
  restartComputeInstance: {
    input: ({ instanceId: computeId }) => ({ computeId }),
    permission: 'operate',
    answers: operating,
  },
  resizeComputeInstance: {
    input: ({ instanceId: computeId }) => ({ computeId, vmSize: 'STANDARD_D4_V2' }),
    permission: 'operate',
    answers: operating,
  },
  // Where it is already: who may give it away to which team is in move-resource.spec.ts.
  moveResource: {
    input: ({ workspaceId: resourceId, teamId }) => ({ resourceId, teamId }),
    permission: 'administer',
    answers: administering,
  },
  claimCompute: {
    input: ({ foundId: computeId, teamId }) => ({ computeId, teamId }),
    permission: 'operate',
    answers: operating,
  },
  claimResourceGroup: {
    input: ({ unclaimedGroup: armId, teamId }) => ({ armId, teamId }),
    permission: 'administer the platform',
    answers: claimingOfNobody,
  },
  claimWorkspace: {
    input: ({ groupArmId, teamId }, caller = 'ADMIN') => ({
      armId: workspaceArmId(groupArmId, `ws-${caller}`),
      teamId,
    }),
    permission: 'operate',
    answers: operating,
  },
  releaseResource: {
    input: ({ attachmentId: resourceId }) => ({ resourceId }),
    permission: 'operate',
    answers: operating,
  },
  installArcExtension: {
    input: () => ({ clusterArmId, settings }),
    permission: 'operate',
    answers: { ...operating, OTHER_ADMIN: 'SCOPE_NOT_SHARED' },
  },
  updateArcExtension: {
    input: ({ extensionId }) => ({ extensionId, settings }),
    permission: 'operate',
    answers: operating,
  },
  uninstallArcExtension: {
    input: ({ extensionId }) => ({ extensionId }),
    permission: 'operate',
    answers: operating,
  },
  attachKubernetesCompute: {
    input: ({ workspaceId }) => ({ workspaceId, name: 'arc-two', clusterArmId }),
    permission: 'operate',
    answers: operating,
  },
  provisionKubernetesCompute: {
    input: ({ workspaceId }) => ({
      workspaceId,
      name: 'arc-two',
      clusterArmId,
      extension: { settings },
    }),
    permission: 'operate',
    answers: operating,
  },
  reattachKubernetesCompute: {
    input: ({ attachmentId: computeId }) => ({ computeId, namespace: 'jobs' }),
    permission: 'operate',
    answers: operating,
  },
  detachKubernetesCompute: {
    input: ({ attachmentId: computeId }) => ({ computeId }),
    permission: 'operate',
    answers: operating,
  },
  setCostTags: {
    input: ({ clusterId: resourceId }) => ({ resourceId, costTags: [{ key: 'k', value: 'v' }] }),
    permission: 'operate',
    answers: operating,
  },
  // Who may not do it is told so by what is planned, in the same words.
  plan: {
    input: ({ workspaceId }) => ({
      change: {
        createComputeCluster: { workspaceId, name: 'planned', vmSize: 'STANDARD_D3_V2', scale },
      },
    }),
    permission: 'operate',
    answers: operating,
  },
  applyPlan: {
    input: ({ planId }) => ({ planId }),
    permission: 'operate',
    answers: operating,
  },
  createPolicy: {
    input: ({ teamId }, caller) => ({ ...policy, teamId, name: `rule of ${caller}` }),
    permission: 'administer',
    answers: administering,
  },
  updatePolicy: {
    input: ({ policyId: id }) => ({ id, enabled: false }),
    permission: 'administer',
    answers: administering,
  },
  testPolicy: {
    input: ({ policyId: id }) => ({ id }),
    permission: 'administer',
    answers: administering,
  },
  deletePolicy: {
    input: ({ policyId: id }) => ({ id, ifMatch: 'old' }),
    permission: 'administer',
    answers: administering,
  },
  approveOperation: {
    input: ({ awaitingId: id }) => ({ id }),
    permission: 'approve',
    answers: approving,
  },
  rejectOperation: {
    input: ({ awaitingId: id }) => ({ id }),
    permission: 'approve',
    answers: approving,
  },
  retryOperation: {
    input: ({ operationId: id }) => ({ id }),
    permission: 'operate',
    answers: operating,
  },
  abandonOperation: {
    input: ({ operationId: id }) => ({ id }),
    permission: 'administer the platform',
    answers: { ...platformOnly, OTHER_ADMIN: 'NOT_FOUND' },
  },
  setAllowedLocations: {
    input: ({ teamId }) => ({ teamId, locations: null }),
    permission: 'administer the platform',
    answers: platformOnly,
  },
  setTeamLimits: {
    input: ({ teamId }) => ({ teamId, vCpus: null }),
    permission: 'administer the platform',
    answers: platformOnly,
  },
  updateTeam: {
    input: ({ teamId }) => ({ teamId, costCenter: `CC-${crypto.randomUUID()}` }),
    permission: 'administer',
    answers: administering,
  },
  deleteTeam: {
    input: ({ teamId }) => ({ teamId, confirmName: 'x' }),
    permission: 'administer the platform',
    answers: platformOnly,
  },
  createTeam: {
    input: () => ({ name: `team-${crypto.randomUUID()}`, costCenter: 'CC-1' }),
    permission: 'administer the platform',
    answers: platformOnly,
  },
  createApiKey: {
    input: ({ teamId }) => ({ botName: 'bot', teamId, role: 'ADMIN', name: 'key' }),
    permission: 'administer, except what is their own',
    answers: administering,
  },
  rotateApiKey: {
    input: ({ apiKeyId: id }) => ({ id }),
    permission: 'administer, except what is their own',
    answers: ownKeys,
  },
  revokeApiKey: {
    input: ({ apiKeyId: id }) => ({ id }),
    permission: 'administer, except what is their own',
    answers: ownKeys,
  },
  grantRole: {
    input: ({ principalId, teamId }) => ({ to: { principalId }, role: 'APPROVER', teamId }),
    permission: 'administer',
    answers: administering,
  },
  revokeRole: {
    // Once it is taken away it is not there any more.
    input: ({ roleGrantId, groupGrantId }, caller) => ({
      id: caller === 'ADMIN' ? groupGrantId : roleGrantId,
    }),
    permission: 'administer',
    answers: administering,
  },
  disablePrincipal: {
    input: ({ principalId }) => ({ principalId }),
    permission: 'administer',
    answers: administering,
  },
  enablePrincipal: {
    input: ({ principalId }) => ({ principalId }),
    permission: 'administer',
    answers: administering,
  },
  addAzureSubscription: {
    input: ({ teamId: defaultTeamId }) => ({
      subscriptionId: '33333333-3333-4333-8333-333333333333',
      defaultTeamId,
    }),
    permission: 'administer the platform',
    answers: platformOnly,
  },
  registerProviders: {
    input: ({ azureSubscriptionId }) => ({ azureSubscriptionId }),
    permission: 'administer the platform',
    answers: { ...platformOnly, OTHER_ADMIN: 'NOT_FOUND' },
  },
  removeAzureSubscription: {
    input: ({ azureSubscriptionId }) => ({ azureSubscriptionId }),
    permission: 'administer the platform',
    answers: { ...platformOnly, OTHER_ADMIN: 'NOT_FOUND' },
  },
  // Last: it takes the cluster with it.
  cancelOperation: {
    input: ({ operationId: id }) => ({ id }),
    permission: 'operate',
    answers: operating,
  },
};

/** Every query that answers things of teams, and how to ask for what the team owns: the other team finds none of it. */
export const queries: Record<string, Look> = {
  node: { permission: 'view', ask: ({ clusterId }) => `node(id: "${clusterId}") { id }` },
  nodes: {
    permission: 'view',
    ask: ({ clusterId, operationId }) => `nodes(ids: ["${clusterId}", "${operationId}"]) { id }`,
  },
  operation: {
    permission: 'view',
    ask: ({ operationId }) => `operation(id: "${operationId}") { id }`,
  },
  workspace: {
    permission: 'view',
    ask: ({ workspaceId }) => `workspace(id: "${workspaceId}") { id }`,
  },
  compute: { permission: 'view', ask: ({ clusterId }) => `compute(id: "${clusterId}") { id }` },
  resourceGroup: {
    permission: 'view',
    ask: ({ groupId }) => `resourceGroup(id: "${groupId}") { id }`,
  },
  connectedCluster: {
    permission: 'view',
    ask: ({ connectedClusterId }) => `connectedCluster(id: "${connectedClusterId}") { id }`,
  },
  team: { permission: 'view', ask: ({ teamId }) => `team(id: "${teamId}") { id }` },
  computes: { permission: 'view', ask: () => 'computes(first: 100) { nodes { id } }' },
  connectedClusters: {
    permission: 'view',
    ask: () => 'connectedClusters(first: 100) { nodes { id extensions { id } } }',
  },
  azureSubscriptions: {
    permission: 'view',
    ask: () => 'azureSubscriptions(first: 100) { nodes { id } }',
  },
  events: { permission: 'view', ask: () => 'events(first: 100) { nodes { id subject { id } } }' },
  approvals: { permission: 'view', ask: () => 'approvals(first: 100) { nodes { id } }' },
  operations: { permission: 'view', ask: () => 'operations(first: 100) { nodes { id } }' },
  plan: { permission: 'view', ask: ({ planId }) => `plan(id: "${planId}") { id }` },
  plans: { permission: 'view', ask: () => 'plans(first: 100) { nodes { id } }' },
  policy: { permission: 'view', ask: ({ policyId }) => `policy(id: "${policyId}") { id }` },
  policies: { permission: 'view', ask: () => 'policies(first: 100) { nodes { id } }' },
  resourceGroups: { permission: 'view', ask: () => 'resourceGroups(first: 100) { nodes { id } }' },
  workspaces: { permission: 'view', ask: () => 'workspaces(first: 100) { nodes { id } }' },
  unclaimed: { permission: 'view', ask: () => 'unclaimed(first: 100) { nodes { armId } }' },
  teams: { permission: 'view', ask: () => 'teams(first: 100) { nodes { id } }' },
  principal: {
    permission: 'view',
    ask: ({ principalId }) => `principal(id: "${principalId}") { id }`,
  },
  principals: { permission: 'view', ask: () => 'principals(first: 100) { nodes { id } }' },
  roleGrants: { permission: 'view', ask: () => 'roleGrants(first: 100) { nodes { id } }' },
  auditEvents: {
    permission: 'view',
    ask: () => 'auditEvents(first: 100) { nodes { operation { id } } }',
  },
};
/** Queries about oneself or about Azure, where the gateway's own subscription is asked: everybody who is somebody may ask. */
export const forEverybody: Record<string, 'nothing'> = {
  viewer: 'nothing',
  viewerRoles: 'nothing',
  vmSizes: 'nothing',
  vmPrices: 'nothing',
  quotaCheck: 'nothing',
  computeUsages: 'nothing',
  apiKeys: 'nothing',
};
