import type { ComputeClusterDesired } from '#libs/kinds/compute-clusters';

/** An OpenSSH public key that belongs to nobody. */
export const publicKeyForTests = `ssh-ed25519 ${Buffer.concat([
  Buffer.from([0, 0, 0, 11]),
  Buffer.from('ssh-ed25519'),
  Buffer.from([0, 0, 0, 32]),
  Buffer.alloc(32, 7),
]).toString('base64')} nobody@example`;

/** A cluster that no rule objects to. */
export const clusterForTests: ComputeClusterDesired = {
  location: 'eastus',
  description: null,
  vmSize: 'Standard_DS3_v2',
  vmPriority: 'DEDICATED',
  scale: { minNodeCount: 0, maxNodeCount: 4, nodeIdleTimeBeforeScaleDown: 'PT120S' },
  identity: { type: 'NONE', userAssignedIdentityIds: [] },
  subnetId: null,
  ssh: null,
  enableNodePublicIp: true,
  isolatedNetwork: false,
};
