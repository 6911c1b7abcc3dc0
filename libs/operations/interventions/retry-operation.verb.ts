import type { Sql } from '#libs/database';
import { err, ok, type DomainError } from '#libs/kernel';
import type { ApprovalRequirement } from '../approvals/approval-requirement.js';
import { countPeople, findAgreed, readWaits } from '../approvals/approval.repository.js';
import { refuseNow } from '../approvals/second-look.js';
import { operationVerb, type LockedOperation } from './change-operation.js';
import type { OperationContext } from '../leases/lease-operation.js';
import { actionPrefix, factsWhileUnderWay, stepNamed } from '../kind.rules.js';
import type { ManagedKind } from '../managed-kind.js';
import type { OperationChange } from '../transitions/operation-change.js';
import { isTerminal } from '../operation.machine.js';
import { latestOperation } from '../transitions/operation.repository.js';
import { whyUnshared } from '../submit/scopes/unshared.js';
import { takeRoomAgain } from '../submit/limits/room-again.js';
import { retryPosition, stepsToRetry } from '../decisions/retry.rules.js';
import type { OperationDefinition } from '../step.js';
import { askedAgain } from '../decisions/take-back.rules.js';
import { UnreadableRow } from '../unreadable-row.rules.js';
import { auditOfWish } from '../transitions/wish.js';

/**
 * Takes up a failed operation again, from the last write up to its failed step, tries counted from zero. Refuses with
 * NOT_FOUND, FORBIDDEN, INVALID_STATE (it did not fail, its target is gone, or something else was done to it since),
 * OPERATION_IN_PROGRESS with the id of what is under way,
 * SCOPE_NOT_SHARED where a share that it needs has ended, QUOTA_EXCEEDED or BUDGET_EXCEEDED where the limits of the team have no
 * room for it any more, or as the request would be refused now by policies and quota.
 */
export const retryOperation = operationVerb(
  {
    name: 'retryOperation',
    summary: 'Takes up a failed operation, from its failed step.',
    asked: 'The failed operation to take up again.',
    permission: 'operate',
    destructive: false,
  },
  async (locked, kind, of, { deps, context }) => {
    const refused = await refusal(locked, kind, of);
    if (refused) return err([refused]);
    const { sql, found } = locked;
    const refusals = await refuseNow(sql, deps, context, found, await agreedOn(locked));
    return refusals.length > 0 ? err(refusals) : ok(takeUp(found, kind));
  },
);

/** Whom it took to agree, where they did: what was given up while it waited nobody agreed to. */
async function agreedOn({ sql, found }: LockedOperation): Promise<ApprovalRequirement | null> {
  const { id } = found.operation;
  const approval = (await readWaits(sql, id))?.approval;
  if (!approval) return null;
  return countPeople(await findAgreed(sql, id, approval)) >= approval.required ? approval : null;
}

const invalid = (message: string): DomainError => ({
  code: 'INVALID_STATE',
  message,
  field: ['input', 'id'],
});

const inProgress = (operationId: string): DomainError => ({
  code: 'OPERATION_IN_PROGRESS',
  message: 'An operation on this resource is under way.',
  field: ['input', 'id'],
  operationId,
});

async function refusal(
  { sql, found, machines }: LockedOperation,
  kind: OperationDefinition,
  of: ManagedKind,
): Promise<DomainError | undefined> {
  const { operation, resource } = found;
  const failed = found.steps[operation.currentStep];
  const goesOn = failed && stepNamed(kind, failed.name)?.outlivesTarget === true;
  if (!isTerminal(operation.status)) return inProgress(operation.id);
  if (operation.status !== 'FAILED') return invalid(`It has not failed: ${operation.status}.`);
  if (resource.goneAt && !goesOn) return invalid('Its target is gone.');
  const latest = await latestOperation(sql, resource.id);
  if (!latest || latest.id === operation.id)
    return (await unshared(sql, of, kind, found)) ?? takeRoomAgain(sql, machines, operation.id);
  if (!isTerminal(latest.status)) return inProgress(latest.id);
  return invalid('Something else was done to its target since. Ask for what you want anew.');
}

async function unshared(
  sql: Sql,
  of: ManagedKind,
  kind: OperationDefinition,
  { operation, resource }: OperationContext,
): Promise<DomainError | undefined> {
  try {
    const error = await whyUnshared(sql, of, kind, operation, resource);
    return error && { code: 'SCOPE_NOT_SHARED', message: error.message, field: ['input', 'id'] };
  } catch (error) {
    if (error instanceof UnreadableRow)
      return invalid(`${error.message} Have an administrator of Armature put the row right.`);
    throw error;
  }
}

function takeUp(found: OperationContext, kind: OperationDefinition): OperationChange {
  const { operation, steps, resource } = found;
  const wish = askedAgain(found);
  const from = retryPosition(steps, operation.currentStep, kind);
  return {
    events: ['retry'],
    currentStep: from,
    error: null,
    lease: 'take',
    due: 'now',
    progress: true,
    steps: stepsToRetry(steps, from),
    ...(resource.goneAt === null && { facts: factsWhileUnderWay(kind) }),
    ...(wish && { wish }),
    watch: 'none',
    audit: [
      ...(wish ? [auditOfWish(operation.kind, 'asked_again', wish)] : []),
      {
        action: `${actionPrefix(operation.kind)}.retried`,
        before: { status: operation.status, error: operation.error?.code ?? null },
        after: { status: 'QUEUED', fromStep: steps[from]?.name ?? null },
      },
    ],
  };
}
