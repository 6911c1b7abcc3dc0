import { ok } from '#libs/kernel';
import { permittedTeams } from '#libs/tenants';
import { optional, read, uuidField } from '#libs/verbs';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';
import { readUnclaimed } from './read-unclaimed.repository.js';
import { unclaimedFilter, unclaimedOf } from './unclaimed.filter.js';

const list: List = { name: 'unclaimed', key: 'id', hasNames: true };

export const unclaimed = read({
  name: list.name,
  noun: 'unclaimed resource',
  summary:
    'Resource groups and workspaces that stand in Azure and that no team has, newest found first: all for roles on the whole platform, else workspaces in groups of your teams.',
  input: pageInput(list, {
    subscriptionId: optional(uuidField()).describe('The Azure subscription.'),
    filter: optional(unclaimedFilter).describe('Which ones.'),
  }),
  example: { first: 20, filter: { kinds: ['WORKSPACE'] } },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'Unclaimed', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input) => {
    const { filter, subscriptionId } = input;
    const query = { visible: permittedTeams(context), ...unclaimedOf(filter, subscriptionId) };
    return ok(await readUnclaimed(pool, query, pageIn(input)));
  },
});
