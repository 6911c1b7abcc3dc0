import { z } from 'zod';
import { armIdSchema } from '#libs/kernel';
import type { Operation } from './operation.js';
import { UnreadableRow } from './unreadable-row.rules.js';

/** `operation.input` as the use cases write it. */
const operationInput = z.object({
  /** WORKSPACE_DELETE: leave nothing to recover. */
  purge: z.boolean().default(false),
  /** RESOURCE_GROUP_DELETE, WORKSPACE_DELETE: the ARM ids of all that may go too; absent in what was accepted before they were listed. */
  contents: z.array(z.string()).optional(),
  /** Of an update: how things were, so that tags which are no longer ours go from Azure too. A claim keeps its tags alone. */
  before: z
    .object({
      desired: z.unknown().optional(),
      costTags: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
    })
    .default({ costTags: [] }),
  /** Of an update: what it is about, by the names that differences have. Absent: everything. */
  asked: z.array(z.string()).optional(),
  /** ARM ids that it uses anew; absent in what was accepted before they were kept. */
  usesArmIds: z.array(z.string()).optional(),
  /** What a retry asks for again. */
  takenBack: z.object({ desired: z.record(z.string(), z.unknown()).optional() }).nullish(),
  /** ARC_EXTENSION_UNINSTALL: also while computes are attached through it. */
  force: z.boolean().default(false),
  /** ARC_EXTENSION_UNINSTALL: do not wait for an agent that is not there. */
  forceDelete: z.boolean().default(false),
  /** KUBERNETES_COMPUTE_PROVISION: the extension that the cluster shall have; `desired` is read as that of a row. */
  extension: z.object({ armId: armIdSchema, name: z.string(), desired: z.unknown() }).optional(),
});
export type OperationInput = z.infer<typeof operationInput>;

/** What the operation was accepted with. Throws UnreadableRow by the names of fields that cannot be read. Pure. */
export function inputOf({ input }: Pick<Operation, 'input'>): OperationInput {
  const read = operationInput.safeParse(input);
  if (read.success) return read.data;
  const names = read.error.issues.map(({ path }) => ['input', ...path.slice(0, 1)].join('.'));
  throw new UnreadableRow([...new Set(names)]);
}
