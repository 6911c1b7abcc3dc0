import type { SimulatorOptions } from '../../src/start-simulator.js';
import { group, startWithWorkspace, type Session } from './session.js';

export const connectedCluster = `${group}/providers/Microsoft.Kubernetes/connectedClusters/k8s`;
export const extension = (name = 'aml'): string =>
  `${connectedCluster}/providers/Microsoft.KubernetesConfiguration/extensions/${name}`;

/** Request options of the api-versions used. */
export const arc = { version: '2024-01-01' };
export const ext = { version: '2023-05-01' };
export const firstExt = { version: '2020-07-01-preview' };

/** A PUT body of the AzureML extension. */
export const azureMl = (settings: object = {}, properties: object = {}): object => ({
  identity: { type: 'SystemAssigned' },
  properties: {
    extensionType: 'Microsoft.AzureML.Kubernetes',
    scope: { cluster: { releaseNamespace: 'azureml' } },
    configurationSettings: { enableTraining: 'True', ...settings },
    ...properties,
  },
});

export const absolute = (session: Session, path: string): string =>
  `/subscriptions/${session.simulator.subscriptionId}${path}`;

/** Does something to a cluster from inside; `k8s` unless said otherwise. */
export const changeCluster = (session: Session, action: string, more: object = {}) =>
  session.control('POST', 'connected-clusters', {
    action,
    clusterId: absolute(session, connectedCluster),
    ...more,
  });

/** A session with group, workspace and the connected cluster `k8s` of three nodes. */
export async function startWithCluster(
  more: object = {},
  options: Partial<SimulatorOptions> = {},
): Promise<Session> {
  const session = await startWithWorkspace(options);
  await changeCluster(session, 'connect', more);
  return session;
}
