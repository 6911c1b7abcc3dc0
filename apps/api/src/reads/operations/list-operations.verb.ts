import { ok } from '#libs/kernel';
import { permittedTeams } from '#libs/tenants';
import { optional, read } from '#libs/verbs';
import { given } from '../pages/given.js';
import type { List } from '../pages/list.js';
import { operationFilter } from './operation.filter.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';
import { readOperations } from './read-operations.repository.js';

const list: List = { name: 'operations', key: 'id' };

export const operations = read({
  name: list.name,
  noun: 'operation',
  summary: 'Operations you may see, newest first.',
  input: pageInput(list, { filter: optional(operationFilter).describe('Which ones.') }),
  example: { first: 20, filter: { status: 'FAILED' } },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'Operation', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input) => {
    const query = { ...given(input.filter ?? {}), visible: permittedTeams(context) };
    return ok(await readOperations(pool, query, pageIn(input)));
  },
});
