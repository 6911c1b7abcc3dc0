import type pg from 'pg';
import { appendRefusal } from '#libs/audit';
import type { Sql } from '#libs/database';
import { err, type DomainError, type Result } from '#libs/kernel';
import { auditOf, isAllowed, rememberResult, type RequestContext } from '#libs/tenants';
import { authoriseOperation, operationNotFound } from './authorise-operation.js';
import { loadContext, type OperationContext } from './claim.js';
import { actionPrefix, type Kinds } from './kind.rules.js';
import { lockOperation } from './operation.repository.js';

export interface ChangeDependencies {
  pool: pg.Pool;
  /** Default: all there are. */
  kinds?: Kinds;
}

export type ChangeResult = Result<{ operationId: string }, readonly DomainError[]>;

/** As the audit trail calls them. */
const verbs = { cancelOperation: 'cancel', retryOperation: 'retry', abandonOperation: 'abandon' };

/** What is asked of an operation; the same key and operation answer the first result again. */
export interface ChangeRequest {
  mutation: keyof typeof verbs;
  /** Who may; default: whoever may operate in its team. */
  authorise?: typeof authoriseOperation;
  operationId: string;
  idempotencyKey?: string | null | undefined;
}

/** An operation whose row is locked: nobody claims it or writes to it until the transaction ends. */
export interface LockedOperation {
  sql: Sql;
  found: OperationContext;
  /** A worker holds it at this moment. */
  held: boolean;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Runs `work` in one transaction on the locked operation, for those who may change it. */
export async function changeOperation(
  pool: pg.Pool,
  context: RequestContext,
  { mutation, operationId, idempotencyKey, authorise = authoriseOperation }: ChangeRequest,
  work: (locked: LockedOperation) => Promise<ChangeResult>,
): Promise<ChangeResult> {
  if (!uuid.test(operationId)) return err([operationNotFound]);
  const change = async (sql: Sql): Promise<ChangeResult> => {
    const held = await lockOperation(sql, operationId);
    const found = held === undefined ? undefined : await loadContext(sql, operationId);
    if (held === undefined || !found) return err([operationNotFound]);
    const allowed = authorise(context, found.operation.teamId);
    if (allowed.ok) return work({ sql, found, held });
    await auditDenied(sql, context, mutation, found);
    return allowed;
  };
  const input = { operationId, idempotencyKey };
  return rememberResult(pool, context, mutation, input, change, (result) => result);
}

/** Who may look and not act is heard of; to everybody else the operation is not there. */
async function auditDenied(
  sql: Sql,
  context: RequestContext,
  mutation: keyof typeof verbs,
  { operation: { id, kind, teamId, targetId, targetName }, resource }: OperationContext,
): Promise<void> {
  if (!isAllowed(context.actor, 'view', teamId)) return;
  await appendRefusal(sql, {
    ...auditOf(context, teamId),
    action: `${actionPrefix(kind)}.${verbs[mutation]}.denied`,
    ...{ targetId, targetName, targetKind: resource.kind, operationId: id },
  });
}
