import { z } from 'zod';
import { kinds } from '#libs/kinds';
import { idSchema, typesOf, type EventType } from './event-type.js';

export const targetSchema = z
  .strictObject({
    id: idSchema,
    kind: z.enum(kinds.all.map(({ kind }) => kind)),
    name: z.string().describe('Its name in Azure.'),
  })
  .describe('What the operation makes, changes or deletes.');

const statuses = [
  'AWAITING_APPROVAL',
  'QUEUED',
  'RUNNING',
  'CANCELING',
  'SUCCEEDED',
  'FAILED',
  'CANCELED',
] as const;
const stepStatuses = [
  'PENDING',
  'RUNNING',
  'WAITING',
  'SUCCEEDED',
  'FAILED',
  'SKIPPED',
  'CANCELED',
] as const;

const error = z
  .strictObject({ code: z.string(), message: z.string() })
  .nullable()
  .describe('What went wrong; null: nothing.');

/** What every event of an operation says. */
export const operationData = {
  kind: z.enum(kinds.operations.map(({ kind }) => kind)).describe('What the operation does.'),
  target: targetSchema,
};

const moved = z.strictObject({
  ...operationData,
  status: z.enum(statuses).describe('Where it stands with that.'),
  error,
});

const step = z.strictObject({
  ...operationData,
  step: z.strictObject({
    position: z.int().min(0).describe('Its place among the steps, from 0.'),
    name: z.string(),
    status: z.enum(stepStatuses).describe('Where it stands with that.'),
    message: z.string().nullable().describe('What it says of itself.'),
    error,
  }),
});

export const operationEvents: readonly EventType[] = [
  ...typesOf('operation', ['Operation'], moved, {
    accepted: 'A mutation was accepted, and is carried out by this operation.',
    queued: 'As many agreed as had to: a worker takes it next.',
    started: 'A worker took it.',
    cancel_requested: 'Somebody asked to cancel it, and what it sent is undone.',
    retried: 'Somebody asked to take it up again after it failed.',
    succeeded: 'It did what was asked.',
    failed: 'It did not do what was asked, or not all of it.',
    canceled: 'It was canceled.',
  }),
  ...typesOf('operation', ['Operation'], step, {
    step_started: 'A step began.',
    step_waited: 'A step did its part, and began to wait for Azure.',
    step_succeeded: 'A step did what it is for.',
    step_failed: 'A step failed.',
    step_skipped: 'A step was not needed.',
    step_canceled: 'A step was given up with its operation.',
    step_reset: 'A step is to begin anew.',
  }),
];
