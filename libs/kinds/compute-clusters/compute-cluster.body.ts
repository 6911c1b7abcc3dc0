import { durationSeconds, isoDuration, normaliseLocation } from '#libs/kernel';
import {
  type SshAccess,
  type SshSettings,
  type VmPriority,
  identityBody,
  observeIdentity,
  objectAt,
  readOnlyEnvelope,
  writable,
  type ResourceBody,
  type AzureTags,
} from '#libs/resources';
import type { ClusterDesired } from './compute-cluster.schema.js';

const armPriority: Record<VmPriority, string> = {
  DEDICATED: 'Dedicated',
  LOW_PRIORITY: 'LowPriority',
};
const armAccess: Record<SshAccess, string> = {
  ENABLED: 'Enabled',
  DISABLED: 'Disabled',
  NOT_SPECIFIED: 'NotSpecified',
};

/**
 * The PUT that makes a cluster. `location` is the workspace's region; another one for the nodes is `computeLocation`
 * (docs/azure-facts.md#computes).
 */
export function clusterBody(
  desired: ClusterDesired,
  workspaceLocation: string,
  tags: AzureTags,
): ResourceBody {
  const elsewhere = normaliseLocation(desired.location) !== normaliseLocation(workspaceLocation);
  return {
    location: workspaceLocation,
    tags,
    identity: identityBody(desired.identity),
    properties: {
      computeType: 'AmlCompute',
      ...(elsewhere && { computeLocation: desired.location }),
      ...(desired.description !== null && { description: desired.description }),
      properties: settingsBody(desired),
    },
  };
}

function settingsBody(desired: ClusterDesired): ResourceBody {
  const { vmSize, vmPriority, subnetId, ssh, isolatedNetwork, enableNodePublicIp } = desired;
  return {
    osType: 'Linux',
    vmSize,
    vmPriority: armPriority[vmPriority],
    scaleSettings: scaleBody(desired),
    isolatedNetwork,
    enableNodePublicIp,
    remoteLoginPortPublicAccess: armAccess[ssh?.publicAccess ?? 'NOT_SPECIFIED'],
    ...(subnetId !== null && { subnet: { id: subnetId } }),
    ...(ssh !== null && { userAccountCredentials: credentialsBody(ssh) }),
  };
}

const scaleBody = ({ scale }: ClusterDesired): ResourceBody => ({
  minNodeCount: scale.minNodeCount,
  maxNodeCount: scale.maxNodeCount,
  nodeIdleTimeBeforeScaleDown: isoDuration(durationSeconds(scale.nodeIdleTimeBeforeScaleDown) ?? 0),
});

const credentialsBody = ({ adminUsername, publicKey }: SshSettings): ResourceBody => ({
  adminUserName: adminUsername,
  adminUserSshPublicKey: publicKey.trim(),
});

const readOnlyProperties = [
  'provisioningState',
  'provisioningErrors',
  'createdOn',
  'modifiedOn',
  'isAttachedCompute',
] as const;

const readOnlySettings = [
  'allocationState',
  'allocationStateTransitionTime',
  'errors',
  'currentNodeCount',
  'targetNodeCount',
  'nodeStateCounts',
] as const;

/** What an update may change of a cluster that stands, as in our inputs. */
export const changeableOfCluster = ['scale', 'identity', 'costTags', 'description'] as const;
type ClusterChange = (typeof changeableOfCluster)[number];

/**
 * The PUT that changes a cluster: what ARM returned, with tags as asked, and of scale, identity and description those
 * that `changes` names. A PUT replaces everything (docs/azure-facts.md#computes), so what we do not know of, and what
 * nobody asked to change, is sent back as it came; the SSH key, which ARM keeps to itself, is said again.
 */
export function changedClusterBody(
  current: ResourceBody,
  desired: ClusterDesired,
  tags: AzureTags,
  changes: readonly ClusterChange[],
): ResourceBody {
  const properties = objectAt(current, 'properties');
  const settings = objectAt(properties, 'properties');
  return {
    ...writable(current, readOnlyEnvelope),
    tags,
    identity: identityBody(
      changes.includes('identity') ? desired.identity : observeIdentity(current),
    ),
    properties: {
      ...writable(properties, readOnlyProperties),
      // Undefined takes away what ARM returned: JSON leaves it out.
      ...(changes.includes('description') && { description: desired.description ?? undefined }),
      properties: {
        ...writable(settings, readOnlySettings),
        ...(changes.includes('scale') && { scaleSettings: scaleBody(desired) }),
        ...(desired.ssh !== null && { userAccountCredentials: credentialsBody(desired.ssh) }),
      },
    },
  };
}
