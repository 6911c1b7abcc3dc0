import { z } from 'zod';
import type pg from 'pg';
import { appendRefusal } from '#libs/audit';
import type { Sql } from '#libs/database';
import { err, isUuid, ok, type DomainError, type Result } from '#libs/kernel';
import { auditOf, isAllowed, rememberResult } from '#libs/tenants';
import {
  exampleId,
  gql,
  idempotencyKeyField,
  idOf,
  verb,
  type Verb,
  type RequestContext,
  type VerbContext,
} from '#libs/verbs';
import { authoriseOperation, operationNotFound, requestActor } from './authorise-operation.js';
import { loadContext, type OperationContext } from '../leases/lease-operation.js';
import { actionPrefix } from '../kind.rules.js';
import type { Kinds } from '../kinds.js';
import type { ManagedKind } from '../managed-kind.js';
import type { OperationChange } from '../transitions/operation-change.js';
import { lockOperation } from '../transitions/operation.repository.js';
import type { OperationDefinition } from '../step.js';
import { transition } from '../transitions/transition.js';
import type { Decide } from '../submit/decision.js';
import { operationAnswer } from '../submit/submission.js';

export interface ChangeDependencies {
  pool: pg.Pool;
  kinds: Kinds;
  /** What is said of what begins, or begins anew; absent: nothing. */
  decide?: Decide;
}

export type ChangeResult = Result<{ operationId: string }, readonly DomainError[]>;

/** As the audit trail calls them. */
const words = {
  cancelOperation: 'cancel',
  retryOperation: 'retry',
  abandonOperation: 'abandon',
  approveOperation: 'approve',
  rejectOperation: 'reject',
};

interface OperationVerb<F extends z.ZodRawShape> extends Pick<
  Verb<z.ZodObject, ChangeDependencies, object>,
  'summary' | 'permission' | 'where' | 'destructive'
> {
  name: keyof typeof words;
  /** What the operation is that the input names. */
  asked: string;
  /** Fields of the input beside it. */
  beside?: F;
}

/** What is asked of an operation; the same key and operation answer the first result again. */
interface ChangeRequest {
  name: keyof typeof words;
  operationId: string;
  idempotencyKey: string | null;
  beside: Record<string, unknown>;
}

/** Who asks, with which fields beside the operation. */
export interface InterventionAsked<F extends z.ZodRawShape> {
  deps: ChangeDependencies;
  context: VerbContext;
  input: z.output<z.ZodObject<F>>;
}

/** An operation whose row is locked: nobody leases it or writes to it until the transaction ends. */
export interface LockedOperation {
  sql: Sql;
  found: OperationContext;
  /** A worker holds it at this moment. */
  held: boolean;
  /** Kinds that are made of machines. */
  machines: readonly string[];
}

type LockedRow = Omit<LockedOperation, 'machines'>;

/** What becomes of a locked operation; null: nothing more. Refuses with why not. */
export type Intervene<F extends z.ZodRawShape> = (
  locked: LockedOperation,
  kind: OperationDefinition,
  of: ManagedKind,
  asked: InterventionAsked<F>,
) => Promise<Result<OperationChange | null, readonly DomainError[]>>;

/** A verb on an operation, for those who may: `decide` and what follows are one transaction on the locked row. */
export const operationVerb = <F extends z.ZodRawShape = Record<never, never>>(
  { name, asked, beside, ...of }: OperationVerb<F>,
  decide: Intervene<F>,
) =>
  verb({
    ...of,
    name,
    noun: 'operation',
    input: z
      .strictObject({
        id: idOf('Operation').describe('The operation.'),
        ...beside,
        idempotencyKey: idempotencyKeyField,
      })
      .register(gql, { description: asked }),
    example: { id: exampleId('Operation') },
    target: 'id',
    effect: 'change',
    answer: { operation: operationAnswer },
    run: (deps: ChangeDependencies, context, input) => {
      const { pool, kinds } = deps;
      const { id: operationId, idempotencyKey, ...fields } = input;
      const work = async (row: LockedRow, now: VerbContext): Promise<ChangeResult> => {
        const locked = { ...row, machines: kinds.machines };
        const { operation, resource } = locked.found;
        const kind = kinds.operation(operation.kind);
        const asking = { deps, context: now, input: fields as z.output<z.ZodObject<F>> };
        const decided = await decide(locked, kind, kinds.of(resource.kind), asking);
        if (!decided.ok) {
          const isUnshared = decided.error.some(({ code }) => code === 'SCOPE_NOT_SHARED');
          if (isUnshared) await auditDenied(locked.sql, now, name, locked.found, unsharedThen);
          return decided;
        }
        const actor = requestActor(now, operation.teamId);
        if (decided.value) await transition(locked.sql, operation, decided.value, actor);
        return ok({ operationId });
      };
      const request = { name, operationId, idempotencyKey, beside: fields };
      return onLocked(pool, context, request, work);
    },
  });

async function onLocked(
  pool: pg.Pool,
  context: VerbContext,
  { name, operationId, idempotencyKey, beside }: ChangeRequest,
  work: (locked: LockedRow, context: VerbContext) => Promise<ChangeResult>,
): Promise<ChangeResult> {
  if (!isUuid(operationId)) return err([operationNotFound]);
  const change = async (sql: Sql, now: VerbContext): Promise<ChangeResult> => {
    const held = await lockOperation(sql, operationId);
    const found = held === undefined ? undefined : await loadContext(sql, operationId);
    if (held === undefined || !found) return err([operationNotFound]);
    const allowed = authoriseOperation(now, found.operation.teamId);
    if (allowed.ok) return work({ sql, found, held }, now);
    await auditDenied(sql, now, name, found);
    return allowed;
  };
  const input = { ...beside, operationId, idempotencyKey };
  return rememberResult(pool, context, input, change);
}

/** Who may look and not act is heard of; to everybody else the operation is not there. */
async function auditDenied(
  sql: Sql,
  context: RequestContext,
  name: keyof typeof words,
  { operation: { id, kind, teamId, targetId, targetName }, resource }: OperationContext,
  after?: Record<string, unknown>,
): Promise<void> {
  if (!isAllowed(context.actor, 'view', teamId)) return;
  await appendRefusal(sql, {
    ...auditOf(context, teamId),
    action: `${actionPrefix(kind)}.${words[name]}.denied`,
    targetId,
    targetName,
    targetKind: resource.kind,
    operationId: id,
    ...(after && { after }),
  });
}

const unsharedThen = { code: 'SCOPE_NOT_SHARED' };
