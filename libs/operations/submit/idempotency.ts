import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { z } from 'zod';
import { err, ok, type DomainError } from '#libs/kernel';
import type { VerbContext } from '#libs/verbs';
import { armIdsIn, armIdsInSettings, type AskedArmId } from './scopes/arm-ids-in.rules.js';
import type { Accepted, Submitted } from './accepted.js';

/** What is kept under a client's idempotency key: the first answer and what was asked. */
export interface IdempotencyRecord {
  mutation: string;
  inputHash: string;
  result: Accepted;
}

/** One request as its idempotency record knows it. */
export interface Request {
  mutation: string;
  key: string | null;
  inputHash: string;
  /** What it names in Azure: the team must hold it, or share it. */
  armIds: readonly AskedArmId[];
  /** What is asked, as the verb has parsed it. */
  input: Readonly<Record<string, unknown>>;
}

/** The request behind a parsed input: canonical JSON (RFC 8785) without the key, hashed. `schema` is what parsed it. */
export function requestOf(
  schema: z.ZodType,
  context: VerbContext,
  { idempotencyKey, ...input }: { idempotencyKey: string | null } & Record<string, unknown>,
): Request {
  const mutation = context.verb;
  const text = canonicalize({ mutation, input: withoutDefaults(schema, context, input) }) ?? '';
  return {
    mutation,
    key: idempotencyKey,
    inputHash: createHash('sha256').update(text).digest('hex'),
    armIds: [...armIdsIn(schema, input, ['input']), ...armIdsInSettings(input)],
    input,
  };
}

/** The parsed input as it was asked, without what policies have set. */
function withoutDefaults(
  schema: z.ZodType,
  { beforeDefaults }: VerbContext,
  input: Record<string, unknown>,
): Record<string, unknown> {
  if (beforeDefaults === undefined) return input;
  const asked = schema.safeParse(beforeDefaults);
  if (!asked.success) return input;
  const before = asked.data as Record<string, unknown>;
  return Object.fromEntries(Object.keys(input).map((name) => [name, before[name]]));
}

/** Of verbs that take `ifMatch` since a later release. */
const withoutEtag = { ifMatch: null };

/**
 * The same for verbs that take more since a later release: a request that leaves those fields at what they are without a
 * word (`usual`) is known as it was before.
 */
export const requestOfLater = <I extends { idempotencyKey: string | null }>(
  schema: z.ZodType,
  context: VerbContext,
  { idempotencyKey, ...input }: I,
  usual: Readonly<Record<string, unknown>> = withoutEtag,
): Request => {
  const said = Object.entries(input).filter(
    ([name, value]) => !Object.hasOwn(usual, name) || usual[name] !== value,
  );
  const request = requestOf(schema, context, { ...Object.fromEntries(said), idempotencyKey });
  return { ...request, input };
};

const mismatch: DomainError = {
  code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
  message: 'This idempotency key was used with another request. Use a new key for a new request.',
  field: ['input', 'idempotencyKey'],
};

/** The first answer again, where the same was asked; a refusal where something else was. */
export function replay(record: IdempotencyRecord, request: Request): Submitted {
  const same = record.mutation === request.mutation && record.inputHash === request.inputHash;
  return same ? ok(record.result) : err([mismatch]);
}
