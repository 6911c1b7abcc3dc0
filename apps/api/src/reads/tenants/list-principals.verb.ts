import { z } from 'zod';
import { ok } from '#libs/kernel';
import { exampleId, gql, idOf, optional, principalKinds, read, uuidField } from '#libs/verbs';
import {
  anyOf,
  createdFields,
  nameFields,
  narrowingId,
  narrowingIds,
} from '../pages/filter-fields.js';
import { given } from '../pages/given.js';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';
import { readPrincipals } from './read-principals.repository.js';

const list: List = { name: 'principals', key: 'id', hasNames: true };

const kind = z.enum(principalKinds).register(gql, { type: 'PrincipalKind' });

const filterSchema = z
  .strictObject({
    kind: optional(kind).describe('Person, bot or system.'),
    kinds: anyOf(kind).describe('Any of these.'),
    teamId: narrowingId('Team').describe('Where they have a role of their own.'),
    teamIds: narrowingIds('Team').describe('Teams, in any of which they have one.'),
    ...nameFields,
    ...createdFields,
    entraObjectId: optional(uuidField()).describe('Object id in Entra ID.'),
    disabled: optional(z.boolean()).describe('Whether they may no longer act.'),
  })
  .register(gql, { type: 'PrincipalFilter', description: 'All that are named must hold.' });

export const principals = read({
  name: list.name,
  noun: 'principal',
  summary:
    'Persons and bots, newest first: yourself, who has a role in a team that you see, or all for roles on the whole platform.',
  input: pageInput(list, { filter: optional(filterSchema).describe('Which ones.') }),
  example: { first: 20, filter: { kind: 'BOT', disabled: false } },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'Principal', as: 'page' },
  run: async ({ pool }: ReadDeps, { actor }, input) =>
    ok(await readPrincipals(pool, actor, given(input.filter ?? {}), pageIn(input))),
});

export const principal = read({
  name: 'principal',
  noun: 'principal',
  summary: 'A person or a bot by its id; null where you may see none.',
  input: z.strictObject({ id: idOf('Principal').describe('Its id.') }),
  example: { id: exampleId('Principal') },
  target: 'id',
  permission: 'view',
  effect: 'read',
  answer: { type: 'Principal', as: 'found' },
  run: async ({ find }: ReadDeps, _context, { id }) => ok(await find('Principal', id)),
});
