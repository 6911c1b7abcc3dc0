import {
  arcExtensionDesiredSchema,
  azureDefaultInstanceType,
  etagOf,
  kubernetesDesiredSchema,
  type ArcExtensionObserved,
  type ConnectedClusterObserved,
  type InstanceType,
  type KubernetesObserved,
} from '#libs/resources';
import type { ResourceRow } from '../../reads/read-resources.repository.js';
import { presentIdentity } from '../present-identity.js';
import { globalId } from '../relay/global-id.js';

const pairs = (map: Readonly<Record<string, string>>) =>
  Object.entries(map).map(([name, value]) => ({ name, value }));

export function presentConnectedCluster({ id, observed: found }: ResourceRow) {
  const observed = found as ConnectedClusterObserved | null;
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
  const { settingReferences, settings, ...desired } = arcExtensionDesiredSchema.parse(asked);
  const observed = found as ArcExtensionObserved | null;
  return {
    __typename: 'ArcExtension',
    id: globalId('ArcExtension', id),
    etag: etagOf({ version }),
    ...desired,
    settings,
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
  const desired = kubernetesDesiredSchema.parse(asked);
  const observed = found as KubernetesObserved | null;
  const types =
    desired.instanceTypes.length > 0 ? desired.instanceTypes : [azureDefaultInstanceType];
  return {
    __typename: 'KubernetesCompute',
    id: globalId('KubernetesCompute', id),
    clusterRowId: desired.clusterId,
    description: desired.description,
    namespace: desired.namespace,
    defaultInstanceType: desired.defaultInstanceType ?? azureDefaultInstanceType.name,
    instanceTypes: types.map(presentType),
    identity: presentIdentity(desired.identity, observed?.identity),
  };
}
