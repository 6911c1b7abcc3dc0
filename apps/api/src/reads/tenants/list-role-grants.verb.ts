import { z } from 'zod';
import { ok } from '#libs/kernel';
import { gql, optional, read, roleField } from '#libs/verbs';
import { anyOf, createdFields, narrowingId, narrowingIds } from '../pages/filter-fields.js';
import { given } from '../pages/given.js';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';
import { readRoleGrants } from './read-role-grants.repository.js';

const list: List = { name: 'roleGrants', key: 'id' };

const filterSchema = z
  .strictObject({
    principalId: narrowingId('Principal').describe('Who has them itself.'),
    principalIds: narrowingIds('Principal').describe('Any of those who have them themselves.'),
    entraGroupId: narrowingId('EntraGroup').describe('The group whose members have them.'),
    entraGroupIds: narrowingIds('EntraGroup').describe(
      'Any of the groups whose members have them.',
    ),
    teamId: narrowingId('Team').describe('Where they hold.'),
    teamIds: narrowingIds('Team').describe('Any of the teams where they hold.'),
    role: optional(roleField).describe('What they allow.'),
    roles: anyOf(roleField).describe('Any of what they may allow.'),
    createdByIds: narrowingIds('Principal').describe('Any of those who gave them.'),
    ...createdFields,
    platformWide: optional(z.boolean()).describe('Whether they hold on the whole platform.'),
  })
  .register(gql, { type: 'RoleGrantFilter', description: 'All that are named must hold.' });

export const roleGrants = read({
  name: list.name,
  noun: 'role grant',
  summary:
    'Roles of persons, bots and groups, newest first: your own, those in teams that you see, or all for roles on the whole platform.',
  input: pageInput(list, { filter: optional(filterSchema).describe('Which ones.') }),
  example: { first: 20, filter: { role: 'ADMIN' } },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'RoleGrant', as: 'page' },
  run: async ({ pool }: ReadDeps, { actor }, input) =>
    ok(await readRoleGrants(pool, actor, given(input.filter ?? {}), pageIn(input))),
});
