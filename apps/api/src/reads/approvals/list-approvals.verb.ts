import { z } from 'zod';
import { ok } from '#libs/kernel';
import { administeredTeams, approvingTeams, permittedTeams } from '#libs/tenants';
import { gql, optional, read } from '#libs/verbs';
import { readOperations } from '../operations/read-operations.repository.js';
import { narrowingId, narrowingIds } from '../pages/filter-fields.js';
import { given } from '../pages/given.js';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';

const list: List = { name: 'approvals', key: 'id' };

const approvalFilter = z
  .strictObject({
    mayDecide: optional(z.boolean()).describe(
      'True: only those that wait for you, by your roles, because others asked and you said nothing yet. Who made a key of the one that asked may not decide all the same.',
    ),
    teamId: narrowingId('Team').describe('Whose resource it is about.'),
    teamIds: narrowingIds('Team').describe('Any of those whose resource it is about.'),
    requestedById: narrowingId('Principal').describe('Who asked.'),
  })
  .register(gql, { type: 'ApprovalFilter', description: 'All that are named must hold.' });

export const approvals = read({
  name: list.name,
  noun: 'approval',
  summary: 'Operations you may see that await approval, newest first.',
  input: pageInput(list, { filter: optional(approvalFilter).describe('Which ones.') }),
  example: { first: 20, filter: { mayDecide: true } },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'Operation', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input) => {
    const { mayDecide, ...filter } = input.filter ?? {};
    const { actor } = context;
    const query = {
      ...given(filter),
      status: 'AWAITING_APPROVAL',
      visible: mayDecide ? approvingTeams(actor) : permittedTeams(context),
      ...(mayDecide && {
        awaiting: { principalId: actor.principalId, administers: administeredTeams(actor) },
      }),
    };
    return ok(await readOperations(pool, query, pageIn(input)));
  },
});
