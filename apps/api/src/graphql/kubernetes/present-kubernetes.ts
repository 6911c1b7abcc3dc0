import { etagOf } from '#libs/resources';
import { globalId } from '#libs/verbs';
import {
  shownExtension,
  type ArcExtensionDesired,
  type ArcExtensionObserved,
} from '#libs/kinds/arc-extensions';
import {
  shownKubernetes,
  type InstanceType,
  type KubernetesDesired,
  type KubernetesObserved,
} from '#libs/kinds/kubernetes-computes';
import type { ConnectedClusterObserved } from '#libs/kinds/connected-clusters';
import type { ResourceRow } from '../../reads/rows.js';

const pairs = (map: Readonly<Record<string, string>>) =>
  Object.entries(map).map(([name, value]) => ({ name, value }));

export function presentConnectedCluster({ id, observed: found }: ResourceRow) {
  const observed = (found ?? null) as ConnectedClusterObserved | null;
  return {
    __typename: 'ConnectedCluster',
    id: globalId('ConnectedCluster', id),
    connectivityStatus: observed?.connectivityStatus ?? 'UNKNOWN',
    rawConnectivityStatus: observed?.rawConnectivityStatus ?? '',
    lastHeartbeatAt: observed?.lastConnectivityTime ?? null,
    kubernetesVersion: observed?.kubernetesVersion ?? null,
    nodeCount: observed?.totalNodeCount ?? null,
    coreCount: observed?.totalCoreCount ?? null,
    agentVersion: observed?.agentVersion ?? null,
    distribution: observed?.distribution ?? null,
  };
}

export function presentExtension({ id, desired: asked, observed: found, version }: ResourceRow) {
  const observed = (found ?? null) as ArcExtensionObserved | null;
  const { settingReferences, ...shown } = shownExtension(asked as ArcExtensionDesired, observed);
  return {
    __typename: 'ArcExtension',
    id: globalId('ArcExtension', id),
    etag: etagOf({ version }),
    ...shown,
    version: observed?.version ?? null,
    protectedSettings: Object.entries(settingReferences).map(([name, reference]) => ({
      name,
      reference,
    })),
  };
}

const presentType = ({ nodeSelector, ...type }: InstanceType) => ({
  ...type,
  nodeSelector: pairs(nodeSelector),
});

export function presentKubernetesCompute({ id, desired: asked, observed: found }: ResourceRow) {
  const desired = asked as KubernetesDesired;
  const { instanceTypes, clusterArmId, ...shown } = shownKubernetes(
    desired,
    (found ?? null) as KubernetesObserved | null,
  );
  return {
    ...shown,
    __typename: 'KubernetesCompute',
    id: globalId('KubernetesCompute', id),
    /** By its row where it is the one that was attached here: that also tells of one that is gone. */
    attached: {
      rowId: clusterArmId === desired.clusterArmId ? desired.clusterId : '',
      armId: clusterArmId,
    },
    instanceTypes: instanceTypes.map(presentType),
  };
}
