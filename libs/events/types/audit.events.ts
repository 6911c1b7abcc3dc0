import { z } from 'zod';
import { typesOf, type EventType } from './event-type.js';

const place = z.int().min(1);

const sealed = z.strictObject({
  from: place.describe('Place in the chain of the first of them.'),
  to: place.describe('Place of the last.'),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('The link of the last: what the chain is checked by.'),
});

export const auditEvents: readonly EventType[] = typesOf('audit', [], sealed, {
  sealed: 'Audit events were sealed into the chain.',
});
