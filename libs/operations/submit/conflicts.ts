import type { Sql } from '#libs/database';
import { armIdKey, err, type ArmId, type DomainError } from '#libs/kernel';
import { isAllowed, isTeamGone } from '#libs/tenants';
import type { RequestContext } from '#libs/verbs';
import { notFound } from './authorise-submission.js';
import { replay, type Request } from './idempotency.js';
import { readHolder, readRecord } from './scope.repository.js';
import type { Submitted } from './accepted.js';

export const inProgress = (operationId: string, field: string): DomainError => ({
  code: 'OPERATION_IN_PROGRESS',
  message:
    'Another operation is under way there: operationId names it. Wait for it, or cancel it, then ask again.',
  field: ['input', field],
  operationId,
});

/** The index that a second writer ran into; undefined for any other failure. */
export function violatedIndex(error: unknown): string | undefined {
  const { code, constraint } = (error ?? {}) as { code?: string; constraint?: string };
  return code === '23505' ? constraint : undefined;
}

/**
 * What to tell the one who came second, by the index that decided it: the first answer (same idempotency key),
 * OPERATION_IN_PROGRESS, or ALREADY_EXISTS; NOT_FOUND where the team was deleted meanwhile. Rejects with `error` where it
 * was no such race.
 */
export async function answerSecond(
  sql: Sql,
  context: RequestContext,
  request: Request,
  armId: ArmId,
  fields: { target: string },
  error: unknown,
): Promise<Submitted> {
  if (isTeamGone(error)) return err([notFound('teamId', 'team')]);
  const index = violatedIndex(error) ?? '';
  if (index === 'operation_plan') return err([carriedOut]);
  if (!decides.has(index)) throw error;
  return tellSecond(sql, context, request, armId, fields.target);
}

/** The indexes that decide who was first. */
const decides: ReadonlySet<string> = new Set([
  'idempotency_record_pkey',
  'operation_unfinished_target',
  'resource_arm_id_key_present',
]);

/** The same for one of whom it is known. Two requests with one key and one target: either may be hit first. */
export async function tellSecond(
  sql: Sql,
  context: RequestContext,
  request: Request,
  armId: ArmId,
  field: string,
): Promise<Submitted> {
  const { principalId } = context.actor;
  const record = request.key === null ? null : await readRecord(sql, principalId, request.key);
  if (record) return replay(record, request);
  return err([await heldBy(sql, context, armId, field)]);
}

/** Two at once with one plan. */
const carriedOut: DomainError = {
  code: 'PLAN_STALE',
  message: 'The plan is being carried out already: look at it to see what does it.',
  field: ['input', 'planId'],
};

async function heldBy(
  sql: Sql,
  context: RequestContext,
  armId: ArmId,
  field: string,
): Promise<DomainError> {
  const [refusal] = await refuseTaken(sql, context, armId, field);
  return refusal ?? taken(field);
}

/** Why nothing can be made under an ARM id: OPERATION_IN_PROGRESS or ALREADY_EXISTS where something has it. */
export async function refuseTaken(
  sql: Sql,
  { actor }: RequestContext,
  armId: ArmId,
  field: string,
): Promise<readonly DomainError[]> {
  const holder = await readHolder(sql, armIdKey(armId));
  if (!holder) return [];
  const visible = isAllowed(actor, 'view', holder.teamId);
  if (visible && holder.unfinishedId !== null) return [inProgress(holder.unfinishedId, field)];
  return [visible && holder.provisioningState === 'FAILED' ? takenByFailed(field) : taken(field)];
}

const taken = (
  field: string,
  message = 'This name is taken. Choose another one.',
): DomainError => ({ code: 'ALREADY_EXISTS', message, field: ['input', field] });

const takenByFailed = (field: string): DomainError =>
  taken(
    field,
    'This name is held by one whose creation failed: retry its operation, or delete it.',
  );
