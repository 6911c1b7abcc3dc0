import { z } from 'zod';
import { ok } from '#libs/kernel';
import { exampleId, idOf, read } from '#libs/verbs';
import type { ReadDeps } from '../read-deps.js';

export const workspace = read({
  name: 'workspace',
  noun: 'workspace',
  summary: 'One workspace; null where you may see none.',
  input: z.strictObject({ id: idOf('Workspace').describe('Its id.') }),
  example: { id: exampleId('Workspace') },
  target: 'id',
  permission: 'view',
  effect: 'read',
  answer: { type: 'Workspace', as: 'found' },
  run: async ({ find }: ReadDeps, _context, { id }) => {
    const found = await find('Workspace', id);
    return ok(found?.type === 'Workspace' ? found : null);
  },
});
