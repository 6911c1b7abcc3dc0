import { z } from 'zod';
import { exampleId, gql, idempotencyKeyField, idOf, verb } from '#libs/verbs';
import type { OperationKind } from '../operations/operation.js';
import { confirmNameField } from '../operations/submit/common.input.js';
import { requestOf } from '../operations/submit/idempotency.js';
import { submissionOf, type SubmitDeps } from '../operations/submit/submission.js';
import { submitDeletion } from '../operations/submit/submit-deletion.js';

const inputSchema = z
  .strictObject({
    computeId: idOf('ComputeCluster', 'ComputeInstance').describe('The compute.'),
    confirmName: confirmNameField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'The compute to delete.' });

/** A Kubernetes compute is detached instead. */
const deletions: Partial<Record<string, OperationKind>> = {
  COMPUTE_CLUSTER: 'COMPUTE_CLUSTER_DELETE',
  COMPUTE_INSTANCE: 'COMPUTE_INSTANCE_DELETE',
};

/** Accepts the deletion of a cluster or an instance. */
export const deleteCompute = verb({
  name: 'deleteCompute',
  noun: 'compute',
  summary: 'Deletes a compute. confirmName must equal its name.',
  input: inputSchema,
  example: { computeId: exampleId('ComputeCluster'), confirmName: 'cpu-cluster' },
  target: 'computeId',
  permission: 'operate',
  effect: 'delete',
  destructive: true,
  answer: submissionOf('compute', 'Compute'),
  run: async (deps: SubmitDeps, context, input) => {
    return submitDeletion(deps, context, {
      kindFor: ({ kind }) => deletions[kind],
      deniedAs: 'COMPUTE_CLUSTER_DELETE',
      targetId: input.computeId,
      field: 'computeId',
      what: 'compute',
      confirmName: input.confirmName,
      request: requestOf(inputSchema, context, input),
    });
  },
});
