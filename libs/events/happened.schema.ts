import { z } from 'zod';

const text = z.string();
const error = z.object({ code: text, message: text }).nullish();

const operation = z.object({ from: text.nullish(), to: text, error });

const step = z.object({
  position: z.int(),
  name: text,
  to: text,
  message: text.nullish(),
  error,
});

const said = z.object({
  action: text,
  actorId: text,
  after: z
    .object({
      agreed: z.int().nullish(),
      required: z.int().nullish(),
      comment: text.nullish(),
      message: text.nullish(),
    })
    .nullish(),
});

const facts = z.object({
  state: text,
  machine: text.nullish(),
  nodes: z.record(text, z.int()).nullish(),
  isGone: z.boolean(),
  teamId: text,
});

const audited = z.object({
  action: text,
  actorId: text,
  actorName: text.nullish(),
  targetId: text.nullish(),
  targetKind: text.nullish(),
  targetName: text.nullish(),
  before: z.record(text, z.unknown()).nullish(),
  after: z.record(text, z.unknown()).nullish(),
});

/** What the statements of libs/outbox, the engine and the audit trail write of what they did. */
export const happenedSchema = z.object({
  operation: operation.optional(),
  steps: z.array(step).nullish(),
  said: z.array(said).nullish(),
  before: facts.nullish(),
  after: facts.nullish(),
  audited: audited.optional(),
  sealed: z.object({ from: z.int(), to: z.int(), hash: text }).optional(),
});

export type Happened = z.infer<typeof happenedSchema>;
export type HappenedToOperation = NonNullable<Happened['operation']>;
export type ResourceFactsThen = NonNullable<Happened['after']>;
export type Audited = NonNullable<Happened['audited']>;
