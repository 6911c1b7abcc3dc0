import { armIdKey, armIdSchema, err, ok, type DomainError, type Result } from '#libs/kernel';
import { idOf, optional } from '#libs/verbs';
import type { Submitted } from '#libs/operations';
import type { ConnectedClusterKey } from './connected-cluster.repository.js';

/** A cluster, connected through Azure Arc or AKS: by its ARM id, or by its id here. */
export const connectedClusterFields = {
  clusterArmId: optional(armIdSchema).describe(
    'ARM id of the cluster, connected through Azure Arc or AKS. This or clusterId.',
  ),
  clusterId: optional(idOf('ConnectedCluster')).describe('The cluster. This or clusterArmId.'),
};

/** A cluster for examples. */
export const exampleConnected =
  '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-vision/providers/Microsoft.Kubernetes/connectedClusters/edge';

/** GraphQL has one answer for all that is done to attachments, and one for extensions. */
export const kubernetesPayload = {
  type: 'KubernetesComputePayload',
  description: 'The answer to mutations of Kubernetes computes.',
};
export const extensionPayload = {
  type: 'ArcExtensionPayload',
  description: 'The answer to mutations of extensions.',
};

interface ClusterInput {
  clusterArmId: string | null;
  clusterId: string | null;
}

const eitherOr: DomainError = {
  code: 'INVALID_INPUT',
  message: 'Name the cluster by clusterArmId or by clusterId: by one of the two.',
  field: ['input', 'clusterArmId'],
};

/** What to look the cluster up by. */
export function connectedClusterKeyOf({
  clusterArmId,
  clusterId,
}: ClusterInput): Result<ConnectedClusterKey, readonly DomainError[]> {
  if (clusterArmId !== null && clusterId === null) return ok({ armIdKey: armIdKey(clusterArmId) });
  if (clusterArmId === null && clusterId !== null) return ok({ id: clusterId });
  return err([eitherOr]);
}

/** An answer about the cluster, at the field that the client named it by. */
export function whereNamed({ clusterId }: ClusterInput, answer: Submitted): Submitted {
  if (answer.ok || clusterId === null) return answer;
  const renamed = ({ field, ...error }: DomainError): DomainError => ({
    ...error,
    ...(field && { field: field.map((name) => (name === 'clusterArmId' ? 'clusterId' : name)) }),
  });
  return err(answer.error.map(renamed));
}
