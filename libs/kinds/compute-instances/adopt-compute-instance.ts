import { identityAsked } from '#libs/resources';
import type { InstanceDesired, InstanceObserved } from './compute-instance.schema.js';

/**
 * What an instance that was found in Azure would have been asked for as. An SSH key that ARM keeps to itself is left out
 * of changes, and so stays. What scripts and applications are made of is not read.
 */
export const adoptInstance = (found: InstanceObserved): InstanceDesired => ({
  location: found.location,
  description: found.description,
  vmSize: found.vmSize,
  assignedUser: found.assignedUser,
  ssh: found.ssh.publicAccess === 'ENABLED' ? { publicKey: '' } : null,
  subnetId: found.subnetId,
  enableNodePublicIp: found.enableNodePublicIp,
  identity: identityAsked(found.identity),
  idleTimeBeforeShutdown: found.idleTimeBeforeShutdown ?? null,
  schedules: found.schedules.map(({ action, status, trigger }) => ({ action, status, trigger })),
  setupScripts: null,
  customApplications: [],
});
