import { z } from 'zod';
import { ok } from '#libs/kernel';
import { gql, optional, read } from '#libs/verbs';
import { dateField, narrowingId } from '../pages/filter-fields.js';
import { given } from '../pages/given.js';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import { readApiKeys } from './read-api-keys.repository.js';
import type { ReadDeps } from '../read-deps.js';

const list: List = { name: 'apiKeys', key: 'id' };

const filterSchema = z
  .strictObject({
    principalId: narrowingId('Principal').describe('For whom they speak.'),
    teamId: narrowingId('Team').describe('The team for which they were made.'),
    createdById: narrowingId('Principal').describe('Who made them.'),
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
