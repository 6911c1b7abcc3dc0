import {
  kubernetesSettings,
  type InstanceType,
  type KubernetesDesired,
} from '#libs/kinds/kubernetes-computes';
import { shownSettings } from '#libs/resources';
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
  const observed = found ?? null;
  const { instanceTypes, clusterArmId, clusterId, ...shown } = shownSettings(
    kubernetesSettings,
    desired,
    observed,
  );
  return {
    ...shown,
    /** By its row where it is the one that was attached here: that also tells of one that is gone. */
    attached: {
      rowId: clusterArmId === desired.clusterArmId ? clusterId : '',
      armId: clusterArmId,
    },
    instanceTypes: instanceTypes.map(presentType),
    workspace: parent,
  };
}
