import {
  countAt,
  durationAt,
  flagAt,
  groupOf,
  identityValue,
  noIdentity,
  optionalArmId,
  optionalText,
  regionAt,
  setting,
  caselessAt,
  wordAt,
  type ResourceBody,
  type VmPriority,
} from '#libs/resources';
import { computeClusterSsh } from './compute-cluster-ssh.js';

const fixed =
  'on a cluster that stands: create another cluster, or delete this one and create it anew';
const drift = true;
const armPriorities: Record<VmPriority, string> = {
  DEDICATED: 'Dedicated',
  LOW_PRIORITY: 'LowPriority',
};

const settings = 'properties.properties';
const scale = `${settings}.scaleSettings`;

/** The workspace's region stands in `location`; another one for the nodes in `computeLocation` (docs/azure-facts.md#computes). */
const ofWorkspace = regionAt('location');
const ofNodes = regionAt('properties.computeLocation');
const nodesRegion = {
  ...ofNodes,
  sent: () => ({}),
  observe: (body: ResourceBody) => ofNodes.observe(body) || ofWorkspace.observe(body),
};

export const scaleSettings = {
  minNodeCount: setting(countAt(`${scale}.minNodeCount`), { default: 0 }),
  maxNodeCount: countAt(`${scale}.maxNodeCount`),
  nodeIdleTimeBeforeScaleDown: durationAt(`${scale}.nodeIdleTimeBeforeScaleDown`, 'PT120S'),
};

/** Every setting of a compute cluster (docs/azure-facts.md#compute-clusters): what is done with one follows from its row. */
export const computeClusterSettings = {
  vmSize: setting(caselessAt(`${settings}.vmSize`), { fixed, drift }),
  vmPriority: setting(wordAt(`${settings}.vmPriority`, armPriorities, 'DEDICATED'), {
    fixed,
    drift,
  }),
  scale: setting(groupOf(scaleSettings), { drift }),
  location: setting(nodesRegion, { fixed, drift }),
  description: setting(optionalText('properties.description'), { drift }),
  identity: setting(identityValue, { default: noIdentity, drift }),
  subnetId: setting(optionalArmId(`${settings}.subnet.id`), { fixed, drift }),
  ssh: setting(computeClusterSsh, { default: null, fixed, drift }),
  enableNodePublicIp: setting(flagAt(`${settings}.enableNodePublicIp`, true), { fixed, drift }),
  isolatedNetwork: setting(flagAt(`${settings}.isolatedNetwork`, false), { fixed, drift }),
};
