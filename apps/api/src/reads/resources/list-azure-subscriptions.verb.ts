import { ok } from '#libs/kernel';
import { permittedTeams } from '#libs/tenants';
import { optional, read } from '#libs/verbs';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ResourceShow } from '../pages/shown.js';
import type { ReadDeps } from '../read-deps.js';
import { readResources } from './read-resources.repository.js';
import { azureSubscriptionFilter, azureSubscriptionsOf } from './resource.filter.js';

const list: List = { name: 'azureSubscriptions', key: 'id', hasNames: true };

export const azureSubscriptions = read({
  name: list.name,
  noun: 'azure subscription',
  summary:
    'Azure subscriptions that Armature was made to know, of your teams, with what is missing in them, newest first.',
  input: pageInput(list, { filter: optional(azureSubscriptionFilter).describe('Which ones.') }),
  example: { first: 20, filter: { nameContains: 'research' } },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'AzureSubscription', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input, show: ResourceShow | undefined) => {
    const query = { visible: permittedTeams(context), ...azureSubscriptionsOf(input.filter), show };
    return ok(await readResources(pool, query, pageIn(input)));
  },
});
