import {
  shownKubernetes,
  type InstanceType,
  type KubernetesDesired,
  type KubernetesObserved,
} from '#libs/kinds/kubernetes-computes';
import type { ResourceRow } from '../../reads/rows.js';
import type { PresentedParent } from '../presented-parent.js';

const pairs = (map: Readonly<Record<string, string>>) =>
  Object.entries(map).map(([name, value]) => ({ name, value }));

const presentType = ({ nodeSelector, ...type }: InstanceType) => ({
  ...type,
  nodeSelector: pairs(nodeSelector),
});

/** An attachment as clients see it, beside what every resource has. */
export function present({ desired: asked, observed: found }: ResourceRow, parent: PresentedParent) {
  const desired = asked as KubernetesDesired;
  const { instanceTypes, clusterArmId, ...shown } = shownKubernetes(
    desired,
    (found ?? null) as KubernetesObserved | null,
  );
  return {
    ...shown,
    /** By its row where it is the one that was attached here: that also tells of one that is gone. */
    attached: {
      rowId: clusterArmId === desired.clusterArmId ? desired.clusterId : '',
      armId: clusterArmId,
    },
    instanceTypes: instanceTypes.map(presentType),
    workspace: parent,
  };
}
