import { z } from 'zod';
import { together } from '#libs/resources';
import { exampleId, gql, idempotencyKeyField, idOf, verb } from '#libs/verbs';
import {
  requestOf,
  ifMatchField,
  planOnStanding,
  submissionOf,
  type SubmitDeps,
  submitChange,
} from '#libs/operations';
import { checkKubeconfigReference } from '../../arc-extensions/attach-rules.js';
import { kubernetesPayload } from '../../connected-clusters/connected-cluster.input.js';
import { checkKubernetesCompute } from '../kubernetes-compute.rules.js';
import { readKubernetesRow } from '../read-kubernetes-compute-row.js';
import { standingKubernetes } from './standing-kubernetes-compute.rules.js';
import type { KubernetesDesired } from '../kubernetes-compute.schema.js';
import { cautionDefault } from '../attachment/plan-attachment.js';
import {
  placementFields,
  placementOf,
  whereWritten,
  type Placement,
  type PlacementInput,
} from '../instance-types/instance-types.input.js';

const inputSchema = z
  .strictObject({
    computeId: idOf('KubernetesCompute').describe('The attachment.'),
    ...placementFields,
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'Other settings of an attachment; what is absent or null stays.' });

/** Accepts other settings of an attachment: it is detached and attached again; what is not named stays as Azure has it. */
export const reattachKubernetesCompute = verb({
  name: 'reattachKubernetesCompute',
  noun: 'Kubernetes compute',
  summary: 'Detaches a cluster and attaches it with other settings.',
  input: inputSchema,
  example: { computeId: exampleId('KubernetesCompute'), namespace: 'jobs' },
  target: 'computeId',
  permission: 'operate',
  effect: 'change',
  destructive: true,
  answer: submissionOf('compute', 'KubernetesCompute'),
  payload: kubernetesPayload,
  run: async (deps: SubmitDeps, context, input) => {
    const placement = placementOf(input);
    if (!placement.ok) return placement;
    const { computeId, ifMatch } = input;
    return submitChange(deps, context, {
      kindFor: ({ kind }) =>
        kind === 'KUBERNETES_COMPUTE' ? 'KUBERNETES_COMPUTE_REATTACH' : undefined,
      targetId: computeId,
      field: 'computeId',
      what: 'Kubernetes compute',
      request: requestOf(inputSchema, context, input),
      ifMatch,
      mustStand: true,
      plan: (target) =>
        planOnStanding(readKubernetesRow, target, 'computeId', (standing) => {
          const { observed } = readKubernetesRow(target);
          const found = standingKubernetes(standing, observed);
          const desired = merge(input, placement.value, found);
          const findings = together(
            whereWritten(input, checkKubernetesCompute(desired)),
            checkKubeconfigReference(input.kubeconfigReference),
            cautionDefault(desired),
          );
          return { desired, costTags: null, input: {}, findings };
        }),
    });
  },
});

const merge = (
  input: PlacementInput,
  { namespace, defaultInstanceType, instanceTypes }: Placement,
  standing: KubernetesDesired,
): KubernetesDesired => ({
  ...standing,
  description: input.description ?? standing.description,
  namespace: namespace ?? standing.namespace,
  identity: input.identity ?? standing.identity,
  defaultInstanceType: defaultInstanceType ?? (instanceTypes ? null : standing.defaultInstanceType),
  instanceTypes: instanceTypes ?? standing.instanceTypes,
  kubeconfigReference: input.kubeconfigReference ?? standing.kubeconfigReference,
});
