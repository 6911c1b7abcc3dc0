import { z } from 'zod';
import { kinds } from '#libs/kinds';
import { gql, optional } from '#libs/verbs';
import { dateField, narrowingId } from '../pages/filter-fields.js';

const status = z
  .enum(['AWAITING_APPROVAL', 'QUEUED', 'RUNNING', 'CANCELING', 'SUCCEEDED', 'FAILED', 'CANCELED'])
  .register(gql, { type: 'OperationStatus' });

const kind = z
  .enum(kinds.operations.map((operation) => operation.kind))
  .register(gql, { type: 'OperationKind' });

export const operationFilter = z
  .strictObject({
    status: optional(status).describe('Where it stands.'),
    kind: optional(kind).describe('What it does.'),
    targetId: narrowingId().describe('What it changes.'),
    requestedById: narrowingId('Principal').describe('Who asked.'),
    from: dateField.describe('Accepted at or after.'),
    to: dateField.describe('Accepted before.'),
  })
  .register(gql, { type: 'OperationFilter', description: 'All that are named must hold.' });
