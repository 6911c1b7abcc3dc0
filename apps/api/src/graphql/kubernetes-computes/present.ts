import {
  kubernetesSettings,
  type InstanceType,
  type KubernetesDesired,
} from '#libs/kinds/kubernetes-computes';
import { presentedWith } from '../presented-resource.js';
import type { AttachedConnectedCluster } from '../reader.js';

const pairs = (map: Readonly<Record<string, string>>) =>
  Object.entries(map).map(([name, value]) => ({ name, value }));

const presentType = ({ nodeSelector, ...type }: InstanceType) => ({
  ...type,
  nodeSelector: pairs(nodeSelector),
});

/** An attachment as clients see it. */
export class Presented extends presentedWith(kubernetesSettings) {
  /** By its row where it is the one that was attached here: that also tells of one that is gone. */
  get attached(): AttachedConnectedCluster {
    const armId = this.setting('clusterArmId');
    const isAsked = armId === (this.row.desired as KubernetesDesired).clusterArmId;
    return { rowId: isAsked ? this.setting('clusterId') : '', armId };
  }
  get instanceTypes() {
    return this.setting('instanceTypes').map(presentType);
  }
  get workspace() {
    return this.parent;
  }
}
