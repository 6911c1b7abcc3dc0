import { z } from 'zod';
import { nothing } from '#libs/resources';
import { exampleId, gql, idempotencyKeyField, idOf, verb } from '#libs/verbs';
import {
  requestOf,
  ifMatchField,
  submissionOf,
  type SubmitDeps,
  submitChange,
} from '#libs/operations';
import { kubernetesPayload } from '../connected-clusters/connected-cluster.input.js';

const inputSchema = z
  .strictObject({
    computeId: idOf('KubernetesCompute').describe('The attachment.'),
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'The attachment that shall go.' });

/** Accepts that a cluster is detached from its workspace; the cluster itself is left alone. */
export const detachKubernetesCompute = verb({
  name: 'detachKubernetesCompute',
  noun: 'Kubernetes compute',
  summary: 'Detaches a cluster from its workspace; the cluster itself stays as it is.',
  input: inputSchema,
  example: { computeId: exampleId('KubernetesCompute') },
  target: 'computeId',
  permission: 'operate',
  effect: 'delete',
  destructive: true,
  answer: submissionOf('compute', 'KubernetesCompute'),
  payload: kubernetesPayload,
  run: async (deps: SubmitDeps, context, input) => {
    const { computeId, ifMatch } = input;
    return submitChange(deps, context, {
      kindFor: ({ kind }) =>
        kind === 'KUBERNETES_COMPUTE' ? 'KUBERNETES_COMPUTE_DETACH' : undefined,
      targetId: computeId,
      field: 'computeId',
      what: 'Kubernetes compute',
      request: requestOf(inputSchema, context, input),
      ifMatch,
      mustStand: false,
      plan: () => ({ desired: null, costTags: null, input: {}, findings: nothing }),
    });
  },
});
