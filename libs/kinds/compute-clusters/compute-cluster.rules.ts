import {
  nothing,
  together,
  type FieldPath,
  type Findings,
  checkIdentity,
  cautionOtherRegion,
  checkLocation,
  cautionNoPublicIp,
  checkSubnet,
  checkSsh,
  checkVmSize,
} from '#libs/resources';
import type { ComputeClusterDesired } from './compute-cluster.schema.js';
import { checkScale } from './scale.rules.js';

/**
 * Everything that can be said about a new cluster without asking Azure (docs/azure-facts.md#computes), its name and
 * tags apart.
 */
export function checkComputeCluster(
  desired: ComputeClusterDesired,
  workspaceLocation: string,
  path: FieldPath = ['input'],
): Findings {
  const at = (name: string): FieldPath => [...path, name];
  return together(
    checkVmSize(desired.vmSize, at('vmSize')),
    checkScale(desired.scale, desired.vmPriority, at('scale')),
    checkLocation(desired.location, at('location')),
    checkIdentity(desired.identity, at('identity')),
    desired.subnetId === null ? nothing : checkSubnet(desired.subnetId, at('subnetId')),
    desired.ssh === null ? nothing : checkSsh(desired.ssh, at('ssh')),
    cautionOtherRegion(desired.location, workspaceLocation, at('location')),
    cautionNoPublicIp(desired.enableNodePublicIp, at('enableNodePublicIp')),
  );
}
