import { z } from 'zod';
import { ok } from '#libs/kernel';
import { exampleId, idOf, read } from '#libs/verbs';
import type { ReadDeps } from '../read-deps.js';

export const operation = read({
  name: 'operation',
  noun: 'operation',
  summary: 'One operation; null where you may see none.',
  input: z.strictObject({ id: idOf('Operation').describe('Its id.') }),
  example: { id: exampleId('Operation') },
  target: 'id',
  permission: 'view',
  effect: 'read',
  answer: { type: 'Operation', as: 'found' },
  run: async ({ find }: ReadDeps, _context, { id }) => ok(await find('Operation', id)),
});
