import { z } from 'zod';
import { ok } from '#libs/kernel';
import { exampleId, idOf, read } from '#libs/verbs';
import type { ReadDeps } from '../read-deps.js';

export const plan = read({
  name: 'plan',
  noun: 'plan',
  summary: 'One plan; null where you may see none.',
  input: z.strictObject({ id: idOf('Plan').describe('Its id.') }),
  example: { id: exampleId('Plan') },
  target: 'id',
  permission: 'view',
  effect: 'read',
  answer: { type: 'Plan', as: 'found' },
  run: async ({ find }: ReadDeps, _context, { id }) => ok(await find('Plan', id)),
});
