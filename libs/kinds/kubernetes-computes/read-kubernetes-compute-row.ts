import {
  identityAsked,
  identityFound,
  readRow,
  type ReadRow,
  type RowReader,
  type StoredRow,
} from '#libs/resources';
import {
  kubernetesDesiredSchema,
  kubernetesObservedSchema,
  type KubernetesDesired,
  type KubernetesObserved,
} from './kubernetes-compute.schema.js';

const reader: RowReader<typeof kubernetesDesiredSchema, typeof kubernetesObservedSchema> = {
  desired: kubernetesDesiredSchema,
  observed: kubernetesObservedSchema,
  asked: (found) => ({
    clusterId: '',
    clusterArmId: found.clusterArmId ?? '',
    description: found.description ?? null,
    namespace: found.namespace ?? 'default',
    identity: identityAsked(found.identity),
    defaultInstanceType: found.defaultInstanceType ?? null,
    instanceTypes: found.instanceTypes ?? [],
    kubeconfigReference: null,
  }),
  found: (asked) => ({
    clusterArmId: asked.clusterArmId || null,
    description: asked.description,
    namespace: asked.namespace,
    identity: identityFound(asked.identity),
    defaultInstanceType: asked.defaultInstanceType,
    instanceTypes: asked.instanceTypes,
    extensionReleaseTrain: null,
    tags: null,
  }),
};

/** A KUBERNETES_COMPUTE as far as its row can be read. */
export const readKubernetesRow = (row: StoredRow): ReadRow<KubernetesDesired, KubernetesObserved> =>
  readRow(reader, row);
