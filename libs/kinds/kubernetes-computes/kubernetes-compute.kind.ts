import { driftOf, tagsDrift } from '#libs/resources';
import type { KindDefinition } from '../kind-definition.js';
import { adoptKubernetes } from './adopt-kubernetes-compute.js';
import { attachKubernetesCompute } from './attach-kubernetes-compute.verb.js';
import { detachKubernetesCompute } from './detach-kubernetes-compute.verb.js';
import { kubernetesComputeAttach } from './kubernetes-compute-attach.js';
import { kubernetesComputeDetach } from './kubernetes-compute-detach.js';
import { kubernetesComputeProvision } from './kubernetes-compute-provision.js';
import { kubernetesComputeReattach } from './reattachment/kubernetes-compute-reattach.js';
import { leftByKubernetesCompute } from './left-by-kubernetes-compute.js';
import { observeKubernetes } from './kubernetes-compute.body.js';
import { kubernetesObservedSchema, type KubernetesObserved } from './kubernetes-compute.schema.js';
import { kubernetesSettings } from './kubernetes-compute.settings.js';
import { provisionKubernetesCompute } from './provision-kubernetes-compute.verb.js';
import { readKubernetesRow } from './read-kubernetes-compute-row.js';
import { reattachKubernetesCompute } from './reattachment/reattach-kubernetes-compute.verb.js';
import { tagByReattaching } from './reattachment/tag-by-reattaching.js';
import { billedKubernetesCompute } from './kubernetes-compute.billed.js';

export const kubernetesComputes: KindDefinition = {
  kind: 'KUBERNETES_COMPUTE',
  node: 'KubernetesCompute',
  folder: 'kubernetes-computes',
  operations: [
    kubernetesComputeAttach,
    kubernetesComputeProvision,
    kubernetesComputeReattach,
    kubernetesComputeDetach,
  ],
  verbs: [
    attachKubernetesCompute,
    detachKubernetesCompute,
    provisionKubernetesCompute,
    reattachKubernetesCompute,
  ],
  observe: observeKubernetes,
  read: readKubernetesRow,
  settings: kubernetesSettings,
  leaves: leftByKubernetesCompute,
  billed: billedKubernetesCompute,
  tagging: { operation: 'KUBERNETES_COMPUTE_REATTACH', plan: tagByReattaching },
  compute: {
    description: 'An attached Kubernetes cluster.',
    armType: 'Kubernetes',
    drift: {
      schema: kubernetesObservedSchema,
      fields: { ...driftOf(kubernetesSettings), tags: tagsDrift },
    },
    adopt: adoptKubernetes,
    clusterOf: ({ clusterArmId }: Partial<KubernetesObserved>) => clusterArmId,
  },
};
