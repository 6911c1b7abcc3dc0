import type { Type } from '@nestjs/common';
import { kinds } from '#libs/kinds';

/** Each kind's are found by the name of its folder: kinds are listed in `libs/kinds` and nowhere else (ADR 0032). */
async function load(folder: string): Promise<readonly Type[]> {
  const file = `./${folder}/resolvers.js`;
  const { resolvers } = (await import(file)) as { resolvers: readonly Type[] };
  return resolvers;
}

/** What answers the lists of each kind, and those of its fields that take more than its row. */
export const kindResolvers: readonly Type[] = (
  await Promise.all(kinds.all.map(({ folder }) => load(folder)))
).flat();
