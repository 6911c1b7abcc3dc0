import { z } from 'zod';
import { kinds } from '#libs/kinds';
import { gql, optional } from '#libs/verbs';
import { anyOf, dateField, nameText, narrowingId, narrowingIds } from '../pages/filter-fields.js';

const status = z
  .enum(['AWAITING_APPROVAL', 'QUEUED', 'RUNNING', 'CANCELING', 'SUCCEEDED', 'FAILED', 'CANCELED'])
  .register(gql, { type: 'OperationStatus' });

const kind = z
  .enum(kinds.operations.map((operation) => operation.kind))
  .register(gql, { type: 'OperationKind' });

export const operationFilter = z
  .strictObject({
    status: optional(status).describe('Where it stands.'),
    statuses: anyOf(status).describe('Any of where it may stand.'),
    kind: optional(kind).describe('What it does.'),
    kinds: anyOf(kind).describe('Any of what it may do.'),
    targetId: narrowingId().describe('What it changes.'),
    targetIds: narrowingIds().describe('Any of what it may change.'),
    targetNameContains: nameText().describe('Part of the name of what it changes, without case.'),
    targetNameStartsWith: nameText().describe('How that name begins, without case.'),
    teamId: narrowingId('Team').describe('Whose resource it changes.'),
    teamIds: narrowingIds('Team').describe('Any of those whose resource it changes.'),
    requestedById: narrowingId('Principal').describe('Who asked.'),
    requestedByIds: narrowingIds('Principal').describe('Any of those who asked.'),
    from: dateField.describe('Accepted at or after.'),
    to: dateField.describe('Accepted before.'),
    completedFrom: dateField.describe('Ended at or after.'),
    completedTo: dateField.describe('Ended before.'),
  })
  .register(gql, { type: 'OperationFilter', description: 'All that are named must hold.' });
