import { z } from 'zod';
import { ok } from '#libs/kernel';
import { exampleId, gql, parseGlobalId, read } from '#libs/verbs';
import type { FoundRow, ReadDeps } from './read-deps.js';

const mostIds = 100;

const anyId = z.string().transform(parseGlobalId).register(gql, { scalar: 'ID', ids: [] });

const findIn = async (
  { find }: ReadDeps,
  asked: z.output<typeof anyId>,
): Promise<FoundRow | null> => (asked ? find(asked.type, asked.id) : null);

export const node = read({
  name: 'node',
  noun: 'node',
  summary: 'Anything by its id; null where you may see none.',
  input: z.strictObject({ id: anyId.describe('Its id.') }),
  example: { id: exampleId('ComputeCluster') },
  target: 'id',
  permission: 'view',
  effect: 'read',
  answer: { type: 'Node', as: 'found' },
  run: async (deps: ReadDeps, _context, { id }) => ok(await findIn(deps, id)),
});

export const nodes = read({
  name: 'nodes',
  noun: 'node',
  summary: 'Things by their ids, at most 100; null for each that you may not see.',
  input: z.strictObject({
    ids: z
      .array(anyId)
      .max(mostIds, {
        error: ({ input }) =>
          `holds ${(input as unknown[]).length}; at most ${mostIds} are allowed.`,
      })
      .describe('Their ids.'),
  }),
  example: { ids: [exampleId('ComputeCluster'), exampleId('Operation')] },
  target: 'ids',
  permission: 'view',
  effect: 'read',
  answer: { type: 'Node', as: 'found each' },
  run: async (deps: ReadDeps, _context, { ids }) =>
    ok(await Promise.all(ids.map((id) => findIn(deps, id)))),
});
