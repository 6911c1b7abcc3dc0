import { ok } from '#libs/kernel';
import { permittedTeams } from '#libs/tenants';
import { optional, read, uuidField } from '#libs/verbs';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';
import { readUnclaimed } from './read-unclaimed.repository.js';

const list: List = { name: 'unclaimed', key: 'id', hasNames: true };

export const unclaimed = read({
  name: list.name,
  noun: 'unclaimed resource',
  summary:
    'Resource groups and workspaces that stand in Azure and that no team has, newest found first: all for roles on the whole platform, else workspaces in groups of your teams.',
  input: pageInput(list, {
    subscriptionId: optional(uuidField()).describe('The Azure subscription.'),
  }),
  example: { first: 20 },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'Unclaimed', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input) => {
    const { subscriptionId } = input;
    const visible = permittedTeams(context);
    return ok(await readUnclaimed(pool, visible, subscriptionId, pageIn(input)));
  },
});
