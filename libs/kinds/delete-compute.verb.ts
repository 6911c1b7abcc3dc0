import { z } from 'zod';
import { confirmNameField, exampleId, gql, idempotencyKeyField, idOf, verb } from '#libs/verbs';
import {
  ifMatchField,
  requestOfLater,
  submissionOf,
  type SubmitDeps,
  submitDeletion,
} from '#libs/operations';
import { kinds } from './kinds.js';

/** A Kubernetes compute is detached instead. */
const deletable = kinds.all.filter(({ compute }) => compute?.deleteBy);

const inputSchema = z
  .strictObject({
    computeId: idOf(...deletable.map(({ node }) => node)).describe('The compute.'),
    confirmName: confirmNameField,
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'The compute to delete.' });

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
      kindFor: ({ kind }) => kinds.of(kind).compute?.deleteBy,
      targetId: input.computeId,
      field: 'computeId',
      what: 'compute',
      confirmName: input.confirmName,
      ifMatch: input.ifMatch,
      request: requestOfLater(inputSchema, context, input),
    });
  },
});
