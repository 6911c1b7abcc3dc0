import { z } from 'zod';
import { armIdSchema } from '#libs/kernel';
import { arcExtensionDesiredSchema } from '#libs/resources';
import type { Operation } from '../operation.js';

/** `operation.input` as the use cases write it. */
const operationInput = z.object({
  /** WORKSPACE_DELETE: leave nothing to recover. */
  purge: z.boolean().default(false),
  /** RESOURCE_GROUP_DELETE, WORKSPACE_DELETE: the ARM ids of all that may go too; absent in what was accepted before they were listed. */
  contents: z.array(z.string()).optional(),
  /** Of an update: how things were, so that tags which are no longer ours go from Azure too. */
  before: z
    .object({ costTags: z.array(z.object({ key: z.string(), value: z.string() })) })
    .default({ costTags: [] }),
  /** Of an update: what it is about, by the names that differences have. Absent: everything. */
  asked: z.array(z.string()).optional(),
  /** ARC_EXTENSION_UNINSTALL: also while computes are attached through it. */
  force: z.boolean().default(false),
  /** ARC_EXTENSION_UNINSTALL: do not wait for an agent that is not there. */
  forceDelete: z.boolean().default(false),
  /** KUBERNETES_COMPUTE_PROVISION: the extension that the cluster shall have. */
  extension: z
    .object({ armId: armIdSchema, name: z.string(), desired: arcExtensionDesiredSchema })
    .optional(),
});
export type OperationInput = z.infer<typeof operationInput>;

export const inputOf = ({ input }: Operation): OperationInput => operationInput.parse(input);
