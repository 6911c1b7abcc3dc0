import { z } from 'zod';
import { ok } from '#libs/kernel';
import { exampleId, idOf, read } from '#libs/verbs';
import type { ReadDeps } from '../read-deps.js';

export const policy = read({
  name: 'policy',
  noun: 'policy',
  summary: 'One rule of the house; null where you may see none.',
  input: z.strictObject({ id: idOf('Policy').describe('Its id.') }),
  example: { id: exampleId('Policy') },
  target: 'id',
  permission: 'view',
  effect: 'read',
  answer: { type: 'Policy', as: 'found' },
  run: async ({ find }: ReadDeps, _context, { id }) => ok(await find('Policy', id)),
});
