import { z } from 'zod';
import { computeKindsOf, kinds } from '#libs/kinds';
import { globalId } from '#libs/verbs';
import { idSchema, subjectTypes, type EventType, type SubjectType } from './types/event-type.js';

const computes = computeKindsOf(kinds).map((kind) => kinds.of(kind).node);

const namesOf = (subject: SubjectType): string[] => (subject === 'Compute' ? computes : [subject]);

/** The types of everything that something is told of. */
export const subjectNodes: readonly string[] = subjectTypes.flatMap(namesOf);

/** What a receiver is sent of an event of this type, as Standard Webhooks has it, with what puts it in its order. */
export const eventBodySchema = ({ type, subjects, data, summary }: EventType) =>
  z
    .strictObject({
      id: idSchema.describe('The same however often it is sent.'),
      type: z.literal(type),
      timestamp: z.iso.datetime().describe('When it happened.'),
      sequence: z
        .string()
        .regex(/^[1-9]\d*$/)
        .describe('Place in the feed, a whole number.'),
      subject: subjectSchema(subjects),
      subjectSequence: z.int().min(1).describe('Place among the events of its subject, from 1.'),
      teamId: idSchema.nullable().describe('Whose it is; null: of the platform.'),
      data,
    })
    .describe(summary);

const subjectSchema = (subjects: readonly SubjectType[]) =>
  subjects.length === 0
    ? z.null()
    : z.strictObject({ type: z.enum(subjects.flatMap(namesOf)), id: idSchema });

/** An event as it is kept. */
export interface NumberedEvent {
  id: string;
  type: string;
  /** bigint, as text. */
  sequence: string;
  subjectType: string;
  subjectId: string;
  subjectSequence: number;
  teamId: string | null;
  occurredAt: Date;
  data: object;
}

/** The type and the id of what an event happened to; null: the audit trail, which is one. */
const subjectOf = ({ subjectType, subjectId }: Pick<NumberedEvent, 'subjectType' | 'subjectId'>) =>
  subjectType === 'AuditTrail' ? null : { type: subjectType, id: globalId(subjectType, subjectId) };

/** What a receiver is sent of it. */
export const eventBody = (event: NumberedEvent) => ({
  id: globalId('Event', event.id),
  type: event.type,
  timestamp: event.occurredAt.toISOString(),
  sequence: event.sequence,
  subject: subjectOf(event),
  subjectSequence: event.subjectSequence,
  teamId: event.teamId && globalId('Team', event.teamId),
  data: event.data,
});
