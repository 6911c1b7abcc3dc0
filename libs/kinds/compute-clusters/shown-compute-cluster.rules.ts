import { normaliseLocation } from '#libs/kernel';
import {
  type SshAccess,
  type ObservedIdentity,
  durationForm,
  idForm,
  withoutCase,
  shownIdentity,
  shownText,
  shownValue,
  textForm,
} from '#libs/resources';
import type { ClusterDesired, ClusterObserved } from './compute-cluster.schema.js';

/** What pages show of a cluster's settings. */
export interface ShownCluster extends Omit<
  ClusterDesired,
  'identity' | 'ssh' | 'scale' | 'subnetId'
> {
  identity: ObservedIdentity;
  scale: ClusterObserved['scale'];
  subnetId: string | null;
  /** The key is null where nobody here knows it: ARM keeps it to itself. */
  ssh: { publicAccess: SshAccess; adminUsername: string | null; publicKey: string | null } | null;
}

/** A cluster as Azure has it; as it was asked for until Azure has said anything (ADR 0022). */
export function shownCluster(asked: ClusterDesired, found: ClusterObserved | null): ShownCluster {
  if (!found) return { ...asked, identity: shownIdentity(asked.identity, undefined) };
  return {
    location: shownText(asked.location, found.location, normaliseLocation),
    description: shownValue(asked.description, found.description, textForm),
    vmSize: shownText(asked.vmSize, found.vmSize, withoutCase),
    vmPriority: found.vmPriority,
    scale: shownScale(asked.scale, found.scale),
    identity: shownIdentity(asked.identity, found.identity),
    subnetId: shownValue<string | null>(asked.subnetId, found.subnetId, idForm),
    ssh: found.ssh?.adminUsername
      ? { ...found.ssh, publicKey: asked.ssh?.publicKey ?? null }
      : null,
    enableNodePublicIp: found.enableNodePublicIp,
    isolatedNetwork: found.isolatedNetwork,
  };
}

const shownScale = (
  asked: ClusterDesired['scale'],
  found: ClusterObserved['scale'],
): ClusterObserved['scale'] => ({
  ...found,
  nodeIdleTimeBeforeScaleDown: shownValue(
    asked.nodeIdleTimeBeforeScaleDown,
    found.nodeIdleTimeBeforeScaleDown,
    durationForm,
  ),
});
