import type { Simulation } from '../../simulation.js';
import { ArmRefusal, resourceNotFound } from '../arm-error.js';
import type { ArmRequest } from '../arm-request.js';
import type { ConnectedClusterRecord } from '../connected-clusters/connected-cluster-record.js';
import type { ExtensionRecord } from './extension-record.js';

const provider = 'providers/Microsoft.KubernetesConfiguration/extensions';
const clusterPattern =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/((Microsoft\.Kubernetes\/connectedClusters|Microsoft\.ContainerService\/managedClusters)\/[^/]+)$/i;

export const extensionId = ({ parameters }: ArmRequest): string =>
  `${parameters.scope}/${provider}/${parameters.extensionName}`;

/** The cluster that the request's extensions are in; refuses where it, its group, or such a type is not there. */
export function clusterOf(
  { groups, connectedClusters }: Simulation,
  { parameters: { scope } }: ArmRequest,
): ConnectedClusterRecord {
  const [, subscriptionId = '', resourceGroupName = '', typeAndName = ''] =
    clusterPattern.exec(scope) ?? [];
  if (typeAndName === '')
    throw new ArmRefusal(400, {
      code: 'BadRequest',
      message: `The resource '${scope}' cannot have extensions. They are of Microsoft.Kubernetes/connectedClusters and Microsoft.ContainerService/managedClusters.`,
    });
  groups.get({ subscriptionId, resourceGroupName });
  const cluster = connectedClusters.findById(scope);
  if (cluster) return cluster;
  throw resourceNotFound(typeAndName, resourceGroupName);
}

export const findExtension = (
  { extensions }: Simulation,
  request: ArmRequest,
): ExtensionRecord | undefined => extensions.findById(extensionId(request));

export function getExtension(simulation: Simulation, request: ArmRequest): ExtensionRecord {
  const record = findExtension(simulation, request);
  if (record) return record;
  const { scope, extensionName } = request.parameters;
  const cluster = scope.slice(scope.toLowerCase().indexOf('/providers/') + '/providers/'.length);
  throw resourceNotFound(`${cluster}/${provider}/${extensionName}`, scope.split('/')[4] ?? '');
}
