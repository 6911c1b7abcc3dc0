import { isObject, normaliseLocation } from '#libs/kernel';
import {
  changeableOf,
  changedIdentity,
  identityBody,
  noIdentity,
  objectAt,
  readOnlyEnvelope,
  readOnlyOfComputes,
  identityAgain,
  withSettings,
  writable,
  type AzureTags,
  type ResourceBody,
} from '#libs/resources';
import { credentialsBody } from './compute-cluster-ssh.js';
import type { ComputeClusterDesired } from './compute-cluster.schema.js';
import { computeClusterSettings } from './compute-cluster.settings.js';

/**
 * The PUT that makes a cluster. `location` is the workspace's region; another one for the nodes is `computeLocation`
 * (docs/azure-facts.md#computes).
 */
export function computeClusterBody(
  desired: ComputeClusterDesired,
  workspaceLocation: string,
  tags: AzureTags,
): ResourceBody {
  const elsewhere = normaliseLocation(desired.location) !== normaliseLocation(workspaceLocation);
  const body = {
    location: workspaceLocation,
    tags,
    properties: {
      computeType: 'AmlCompute',
      ...(elsewhere && { computeLocation: desired.location }),
      properties: { osType: 'Linux' },
    },
  };
  return withSettings(body, computeClusterSettings, desired);
}

const readOnlySettings = [
  'allocationState',
  'allocationStateTransitionTime',
  'errors',
  'currentNodeCount',
  'targetNodeCount',
  'nodeStateCounts',
] as const;

/** What an update may change of a cluster that stands, as in our inputs. */
export const changeableOfComputeCluster = [...changeableOf(computeClusterSettings), 'costTags'];

/**
 * The PUT that changes a cluster: what ARM returned, with tags as asked, and of the settings those that `changes` names.
 * A PUT replaces everything (docs/azure-facts.md#computes), so what we do not know of, and what nobody asked to change,
 * is sent back as it came, also below what was asked for; the SSH key, which ARM keeps to itself, is said again.
 */
export function changedComputeClusterBody(
  current: ResourceBody,
  desired: ComputeClusterDesired,
  tags: ResourceBody,
  changes: readonly string[],
): ResourceBody {
  const properties = objectAt(current, 'properties');
  const settings = writable(objectAt(properties, 'properties'), readOnlySettings);
  const body = {
    ...writable(current, readOnlyEnvelope),
    tags,
    identity: changes.includes('identity')
      ? changedIdentity(current, desired.identity)
      : (identityAgain(current) ?? identityBody(noIdentity)),
    properties: {
      ...writable(properties, readOnlyOfComputes),
      properties: { ...settings, ...credentialsAgain(settings, desired) },
    },
  };
  const others = changes.filter((name) => name !== 'identity');
  return withSettings(body, computeClusterSettings, desired, others);
}

/** As ARM has them, but for secrets that it says as null. */
function credentialsAgain(settings: ResourceBody, { ssh }: ComputeClusterDesired): ResourceBody {
  const { userAccountCredentials: standing } = settings;
  if (!isObject(standing)) return ssh ? { userAccountCredentials: credentialsBody(ssh) } : {};
  return {
    userAccountCredentials: { ...writable(standing, []), ...(ssh && credentialsBody(ssh)) },
  };
}
