import { z } from 'zod';
import { gql, type AnswerField } from '#libs/verbs';
import { submissionOf } from '#libs/operations';
import { assignedUserSchema } from './assigned-user.js';
import { computeInstanceSshSchema } from './compute-instance-ssh.js';

export const assignedUserInput = z
  .strictObject({
    objectId: assignedUserSchema.shape.objectId
      .register(gql, { scalar: 'UUID' })
      .describe('Object id in Entra ID.'),
    tenantId: assignedUserSchema.shape.tenantId
      .register(gql, { scalar: 'UUID' })
      .describe('Tenant in Entra ID.'),
  })
  .register(gql, {
    type: 'AssignedUserInput',
    description: 'The person whose machine it shall be.',
  });

export const computeInstanceSshInput = z
  .strictObject({
    publicKey: computeInstanceSshSchema.shape.publicKey.describe('OpenSSH public key.'),
  })
  .register(gql, {
    type: 'ComputeInstanceSshInput',
    description: 'SSH to the instance, by public key only.',
  });

/** What start, stop, restart and resize answer. */
export const computeInstanceAction: Record<
  string,
  AnswerField<'operationId' | 'resourceId' | 'noop'>
> = {
  ...submissionOf('compute', 'ComputeInstance'),
  noop: {
    value: z
      .boolean()
      .prefault(false)
      .describe(
        'True where it stood so already when Azure was last asked: the operation makes sure of it, and sends nothing where it still does.',
      ),
    by: 'noop',
  },
};

export const computeInstanceActionPayload = {
  type: 'ComputeInstanceActionPayload',
  description: 'The answer to start, stop, restart and resize.',
};
