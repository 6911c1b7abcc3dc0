import { z } from 'zod';
import type { Operation } from './operation.js';
import { UnreadableRow } from './unreadable-row.rules.js';

/** What the engine itself reads of `operation.input`. */
const engineInput = z.object({
  /** Of an update: how things were, so that tags which are no longer ours go from Azure too. A claim keeps its tags alone. */
  before: z
    .object({
      desired: z.unknown().optional(),
      costTags: z
        .array(z.object({ key: z.string(), value: z.string(), source: z.string().optional() }))
        .default([]),
    })
    .default({ costTags: [] }),
  /** Of an update: what it is about, by the names that differences have. Absent: everything. */
  asked: z.array(z.string()).optional(),
  /** ARM ids that it uses anew; absent in what was accepted before they were kept. */
  usesArmIds: z.array(z.string()).optional(),
  /** What a retry asks for again. */
  takenBack: z.object({ desired: z.record(z.string(), z.unknown()).optional() }).nullish(),
});
type EngineInput = z.infer<typeof engineInput>;

/** How what the operation changes was before, and what was asked for. Throws UnreadableRow. */
export const inputOf = (operation: Pick<Operation, 'input'>): EngineInput =>
  readInput(engineInput, operation);

/** What `schema` reads of what an operation was accepted with. Throws UnreadableRow by the names of fields that cannot be read. */
export function readInput<T>(schema: z.ZodType<T>, { input }: Pick<Operation, 'input'>): T {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const names = read.error.issues.map(({ path }) => ['input', ...path.slice(0, 1)].join('.'));
  throw new UnreadableRow([...new Set(names)]);
}
