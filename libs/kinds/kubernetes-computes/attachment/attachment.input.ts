import { z } from 'zod';
import { newCostTags } from '#libs/operations';
import { idempotencyKeyField, idOf } from '#libs/verbs';
import { connectedClusterFields } from '../../connected-clusters/connected-cluster.input.js';
import { placementFields } from '../instance-types/instance-types.input.js';

/** What attaching and provisioning are asked with. */
export const attachFields = {
  workspaceId: idOf('Workspace').describe('The workspace.'),
  name: z.string().max(200).describe('3 to 16 letters, digits and -.'),
  ...connectedClusterFields,
  ...placementFields,
  costTags: newCostTags,
  idempotencyKey: idempotencyKeyField,
};

export type AttachInput = z.infer<z.ZodObject<typeof attachFields>>;
