import { z } from 'zod';
import { ok } from '#libs/kernel';
import { gql, optional, read } from '#libs/verbs';
import {
  createdFields,
  dateField,
  nameFields,
  narrowingId,
  narrowingIds,
} from '../pages/filter-fields.js';
import { given } from '../pages/given.js';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import { readApiKeys } from './read-api-keys.repository.js';
import type { ReadDeps } from '../read-deps.js';

const list: List = { name: 'apiKeys', key: 'id', hasNames: true };

const filterSchema = z
  .strictObject({
    principalId: narrowingId('Principal').describe('For whom they speak.'),
    principalIds: narrowingIds('Principal').describe('Any of those for whom they speak.'),
    teamId: narrowingId('Team').describe('The team for which they were made.'),
    teamIds: narrowingIds('Team').describe('Any of the teams for which they were made.'),
    createdById: narrowingId('Principal').describe('Who made them.'),
    createdByIds: narrowingIds('Principal').describe('Any of those who made them.'),
    ...nameFields,
    ...createdFields,
    prefix: optional(z.string()).describe('How the key begins: arm_ and eight letters or digits.'),
    open: optional(z.boolean()).describe('Whether they work: neither revoked nor past their time.'),
    unusedSince: dateField.describe('Neither used nor made since then.'),
  })
  .register(gql, { type: 'ApiKeyFilter', description: 'All that are named must hold.' });

export const apiKeys = read({
  name: list.name,
  noun: 'API key',
  summary: 'API keys that you made or may revoke, newest first; never their secrets.',
  input: pageInput(list, { filter: optional(filterSchema).describe('Which ones.') }),
  example: { first: 20, filter: { open: true } },
  target: null,
  permission: 'view',
  forEverybody: true,
  effect: 'read',
  answer: { type: 'ApiKey', as: 'page' },
  run: async ({ pool }: ReadDeps, { actor }, input) =>
    ok(await readApiKeys(pool, actor, given(input.filter ?? {}), pageIn(input))),
});
