import type { Simulation } from '../../simulation.js';
import { ArmRefusal, parentResourceNotFound } from '../arm-error.js';
import type { ArmRequest } from '../arm-request.js';
import type { ManagedIdentity } from '../managed-identity.js';
import type { WorkspaceRecord } from '../workspaces/workspace-record.js';
import { findVmSize } from '../vm-sizes/vm-sizes.js';
import type { ComputeRecord } from './compute-record.js';

/** The workspace that a write of a compute needs: there, and neither coming nor going. */
export function workspaceForComputes(
  { groups, workspaces }: Simulation,
  { parameters }: ArmRequest,
): WorkspaceRecord {
  groups.getForWrite(parameters);
  const workspace = workspaces.find(parameters);
  if (!workspace)
    throw parentResourceNotFound(
      `/subscriptions/${parameters.subscriptionId}/resourceGroups/${parameters.resourceGroupName}/providers/Microsoft.MachineLearningServices/workspaces/${parameters.workspaceName}`,
    );
  if (workspace.provisioningState === 'Succeeded') return workspace;
  const failed = workspace.provisioningState === 'Failed';
  throw new ArmRefusal(failed ? 400 : 409, {
    code: failed ? 'BadRequest' : 'Conflict',
    message: `The workspace '${workspace.name}' is in state '${workspace.provisioningState}'. Computes need one that is Succeeded.`,
  });
}

/** What a subscription without any quota of a family is answered (docs/azure-facts.md#usages). */
export function checkFamily({ quotas }: Simulation, vmSize: string): void {
  const family = findVmSize(vmSize)?.family.toLowerCase();
  const { withoutFamilies } = quotas.usageView();
  if (!withoutFamilies.some((one) => one.toLowerCase() === family)) return;
  throw new ArmRefusal(400, {
    code: 'InvalidPropertyValue',
    message: `The specified value ${vmSize} for property Cluster.Properties.VMSize is not a supported VM size.`,
  });
}

/** What a region refuses at once: a name in use, too many computes, too many nodes in one. */
export function checkRegionRoom(
  { computes, instances, kubernetesComputes, quotas }: Simulation,
  record: Pick<ComputeRecord, 'computeLocation' | 'name' | 'subscriptionId'>,
): void {
  const { computeLocation: region, name, subscriptionId } = record;
  if ([computes, instances, kubernetesComputes].some((kind) => kind.isNameTaken(region, name)))
    throw new ArmRefusal(400, {
      code: 'UserError',
      message: `The compute name '${name}' is already in use in the region '${region}'. Compute names must be unique across all computes of a region. Please choose another name.`,
      target: 'name',
    });
  const limits = quotas.limitsOf(subscriptionId, region);
  const count =
    computes.inRegion(subscriptionId, region).size +
    instances.inRegion(subscriptionId, region).size;
  if (count >= limits.computes)
    throw new ArmRefusal(409, {
      code: 'ResourceQuotaExceeded',
      message: `The subscription '${subscriptionId}' has ${count} computes in region '${region}' and cannot have more than ${limits.computes}. Delete some, or ask for a higher limit.`,
    });
}

/** One system-assigned identity or several user-assigned ones, not both (docs/azure-facts.md#identity). */
export function checkOneIdentity(
  identity: ManagedIdentity | undefined,
): ManagedIdentity | undefined {
  if (identity?.type !== 'SystemAssigned,UserAssigned') return identity;
  throw new ArmRefusal(400, {
    code: 'BadRequest',
    message:
      'A compute can have a system-assigned identity or user-assigned identities, not both at once.',
    target: 'identity.type',
  });
}

/** How large a cluster may be. */
export function checkClusterSize({ quotas }: Simulation, record: ComputeRecord): void {
  const limit = quotas.limitsOf(record.subscriptionId, record.computeLocation).nodesPerCluster;
  const asked = record.settings.scaleSettings.maxNodeCount;
  if (asked > limit)
    throw new ArmRefusal(400, {
      code: 'BadRequest',
      message: `The maximum node count ${asked} exceeds the limit of ${limit} nodes per cluster. Ask for a higher limit with a support request.`,
      target: 'properties.properties.scaleSettings.maxNodeCount',
    });
}
