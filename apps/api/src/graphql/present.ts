import { globalId } from '#libs/verbs';
import { etagOf } from '#libs/resources';
import type { ProvisioningError } from '#libs/kernel';
import { estimateProgress, isCancelable, type FindDuration } from '#libs/operations';
import {
  shownCluster,
  type ClusterDesired,
  type ClusterObserved,
} from '#libs/kinds/compute-clusters';
import {
  shownGroup,
  type ResourceGroupDesired,
  type ResourceGroupObserved,
} from '#libs/kinds/resource-groups';
import {
  shownWorkspace,
  type WorkspaceDesired,
  type WorkspaceObserved,
} from '#libs/kinds/workspaces';
import { kinds } from '#libs/kinds';
import type { ApiKeyRow } from '../reads/read-api-keys.repository.js';
import type { AuditRow } from '../reads/read-audit.repository.js';
import type { OperationRow, PrincipalRow, ResourceRow, TeamRow } from '../reads/rows.js';
import {
  presentConnectedCluster,
  presentExtension,
  presentKubernetesCompute,
} from './kubernetes/present-kubernetes.js';
import { presentInstance } from './instance/present-instance.js';

export const presentTeam = (row: TeamRow) => ({
  ...row,
  __typename: 'Team',
  rowId: row.id,
  id: globalId('Team', row.id),
});

export const presentPrincipal = (row: PrincipalRow) => ({
  ...row,
  __typename: 'Principal',
  rowId: row.id,
  id: globalId('Principal', row.id),
});

const presentError = (error: ProvisioningError): ProvisioningError & { details: object[] } => ({
  ...error,
  details: (error.details ?? []).map(presentError),
});

/** An operation row as its GraphQL type. What needs its steps is worked out when it is asked for. */
export function presentOperation(row: OperationRow, findDuration: FindDuration) {
  const estimate = () => {
    const steps = row.steps.map((step) => ({
      ...step,
      startedAt: step.startedAt === null ? null : new Date(step.startedAt),
    }));
    return estimateProgress({ ...row, steps }, findDuration, new Date());
  };
  return {
    ...row,
    __typename: 'Operation',
    rowId: row.id,
    id: globalId('Operation', row.id),
    get steps() {
      return row.steps.map((step) => ({ ...step, error: step.error && presentError(step.error) }));
    },
    get progress() {
      return estimate().progress;
    },
    get expectedCompletionAt() {
      return estimate().expectedCompletionAt;
    },
    get retryAfterSeconds() {
      return estimate().retryAfterSeconds;
    },
    error: row.error && presentError(row.error),
    get requestedBy() {
      return presentPrincipal(row.requestedBy);
    },
    get cancelable() {
      return isCancelable(row, row.steps, kinds[row.kind]);
    },
  };
}
export type PresentedOperation = ReturnType<typeof presentOperation>;

const presentCommon = (row: ResourceRow) => ({
  rowId: row.id,
  name: row.name,
  armId: row.armId,
  etag: etagOf(row),
  location: row.location,
  provisioningState: row.provisioningState,
  rawProvisioningState: row.rawProvisioningState,
  provisioningErrors: row.provisioningErrors.map(presentError),
  costTags: row.costTags,
  createdAt: row.createdAt,
  createdBy: row.createdBy && presentPrincipal(row.createdBy),
  observedAt: row.observedAt,
  managed: row.managed,
  goneAt: row.goneAt,
  // Undefined where the page left it out.
  team: row.team && presentTeam(row.team),
  operationRows: row.operations,
  row,
});

const presentGroup = (row: ResourceRow) => ({
  ...presentCommon(row),
  ...shownGroup(
    row.desired as ResourceGroupDesired,
    (row.observed ?? null) as ResourceGroupObserved | null,
  ),
  __typename: 'ResourceGroup',
  id: globalId('ResourceGroup', row.id),
});

function presentWorkspace(row: ResourceRow) {
  const observed = (row.observed ?? null) as WorkspaceObserved | null;
  return {
    ...presentCommon(row),
    ...shownWorkspace(row.desired as WorkspaceDesired, observed),
    __typename: 'Workspace',
    id: globalId('Workspace', row.id),
    resourceGroup: row.parent && presentGroup(row.parent),
  };
}

const noNodes = { idle: 0, running: 0, preparing: 0, unusable: 0, leaving: 0, preempted: 0 };

function presentCluster(row: ResourceRow) {
  const observed = (row.observed ?? null) as ClusterObserved | null;
  return {
    ...presentCommon(row),
    ...shownCluster(row.desired as ClusterDesired, observed),
    __typename: 'ComputeCluster',
    id: globalId('ComputeCluster', row.id),
    workspace: row.parent && presentWorkspace(row.parent),
    allocationState: observed?.allocationState ?? 'UNKNOWN',
    allocationStateSince: observed?.allocationStateSince ?? null,
    currentNodeCount: observed?.currentNodeCount ?? 0,
    targetNodeCount: observed?.targetNodeCount ?? 0,
    nodeCounts: observed?.nodeCounts ?? noNodes,
  };
}

/** A resource row as its GraphQL type. */
export function presentResource(row: ResourceRow) {
  switch (row.kind) {
    case 'RESOURCE_GROUP':
      return presentGroup(row);
    case 'WORKSPACE':
      return presentWorkspace(row);
    case 'KUBERNETES_COMPUTE':
      return {
        ...presentCommon(row),
        ...presentKubernetesCompute(row),
        workspace: row.parent && presentWorkspace(row.parent),
      };
    case 'CONNECTED_CLUSTER':
      return {
        ...presentCommon(row),
        ...presentConnectedCluster(row),
        resourceGroup: row.parent && presentGroup(row.parent),
      };
    case 'ARC_EXTENSION':
      return { ...presentCommon(row), ...presentExtension(row) };
    case 'COMPUTE_INSTANCE':
      return {
        ...presentCommon(row),
        ...presentInstance(row),
        workspace: row.parent && presentWorkspace(row.parent),
      };
    case 'COMPUTE_CLUSTER':
      return presentCluster(row);
  }
}
export type PresentedResource = ReturnType<typeof presentResource>;

export const presentAudit = (row: AuditRow) => ({
  ...row,
  __typename: 'AuditEvent',
  rowId: row.id,
  id: globalId('AuditEvent', row.id),
  actor: presentPrincipal(row.actor),
  team: row.team && presentTeam(row.team),
});

export const presentApiKey = (row: ApiKeyRow) => ({
  ...row,
  __typename: 'ApiKey',
  rowId: row.id,
  id: globalId('ApiKey', row.id),
  principal: presentPrincipal(row.principal),
  team: row.team && presentTeam(row.team),
  createdBy: row.createdBy && presentPrincipal(row.createdBy),
});
