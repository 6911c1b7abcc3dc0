import { z } from 'zod';
import type { CostedChange } from '#libs/estimates';
import { kinds } from '#libs/kinds';
import type { Proposal } from '#libs/operations';

const inputSchema = z.object({
  extension: z.object({ name: z.string(), desired: z.record(z.string(), z.unknown()) }),
});

/** What an operation makes beside its target and is billed too: the extension of a cluster that is to be attached. */
export function madeBeside({ input }: Proposal): CostedChange[] {
  const { data } = inputSchema.safeParse(input);
  if (!data) return [];
  const { name, desired } = data.extension;
  const after = kinds.of('ARC_EXTENSION').billed?.(desired) ?? null;
  return [{ name, before: null, after }];
}
