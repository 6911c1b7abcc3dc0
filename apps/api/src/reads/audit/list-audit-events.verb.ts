import { z } from 'zod';
import { ok } from '#libs/kernel';
import { permittedTeams } from '#libs/tenants';
import { gql, optional, read } from '#libs/verbs';
import { anyOf, dateField, narrowingId, narrowingIds } from '../pages/filter-fields.js';
import { given } from '../pages/given.js';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import { readAudit } from './read-audit.repository.js';
import type { ReadDeps } from '../read-deps.js';

const list: List = { name: 'auditEvents', key: 'number' };

const filterSchema = z
  .strictObject({
    actorId: narrowingId('Principal').describe('Who did it.'),
    actorIds: narrowingIds('Principal').describe('Any of those who did it.'),
    action: optional(z.string()).describe('Exactly this action.'),
    actions: anyOf(z.string()).describe('Exactly one of these actions.'),
    targetId: narrowingId().describe('What it concerns.'),
    targetIds: narrowingIds().describe('Any of what it concerns.'),
    teamId: narrowingId('Team').describe('The team it concerns.'),
    teamIds: narrowingIds('Team').describe('Any of the teams it concerns.'),
    operationId: narrowingId('Operation').describe('The operation it belongs to.'),
    from: dateField.describe('At or after.'),
    to: dateField.describe('Before.'),
  })
  .register(gql, { type: 'AuditEventFilter', description: 'All that are named must hold.' });

export const auditEvents = read({
  name: list.name,
  noun: 'audit event',
  summary: 'Sealed audit events you may see, latest first.',
  input: pageInput(list, { filter: optional(filterSchema).describe('Which ones.') }),
  example: { first: 20, filter: { action: 'team.created' } },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'AuditEvent', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input) => {
    const query = { ...given(input.filter ?? {}), visible: permittedTeams(context) };
    return ok(await readAudit(pool, query, pageIn(input)));
  },
});
