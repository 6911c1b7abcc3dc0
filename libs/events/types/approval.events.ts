import { z } from 'zod';
import { by, typesOf, type EventType } from './event-type.js';
import { operationData } from './operation.events.js';

const required = z.int().min(1).describe('So many have to agree.');

const requested = z.strictObject({
  ...operationData,
  required,
  role: z.enum(['APPROVER', 'ADMIN']).describe('Who may: those who have it in the team.'),
});

const approved = z.strictObject({
  ...operationData,
  by,
  agreed: z.int().min(1).describe('So many agree by now.'),
  required,
  comment: z.string().nullable().describe('Why.'),
});

const turnedDown = z.strictObject({
  ...operationData,
  by,
  message: z.string().describe('Why it will not be done.'),
});

/** What happens to operations to which somebody has to agree. */
export const approvalEvents: readonly EventType[] = [
  ...typesOf('approval', ['Operation'], requested, {
    requested: 'Somebody has to agree before the operation begins.',
  }),
  ...typesOf('approval', ['Operation'], approved, { approved: 'Somebody agreed.' }),
  ...typesOf('approval', ['Operation'], turnedDown, {
    rejected: 'Somebody did not agree: the operation is canceled.',
    expired: 'Nobody agreed in time: the operation is canceled.',
  }),
];
