import type { Sql } from '#libs/database';
import { err, ok, type DomainError, type Result } from '#libs/kernel';
import { isAllowed } from '#libs/tenants';
import type { RequestContext } from '#libs/verbs';
import type { OperationContext } from '../leases/lease-operation.js';
import {
  areOne,
  findAgreed,
  newestOf,
  readWaits,
  type ApprovalOutcome,
} from './approval.repository.js';
import type { ApprovalRequirement } from './approval-requirement.js';

const refusal = (code: DomainError['code'], message: string): DomainError => ({
  code,
  message,
  field: ['input', 'id'],
});

/**
 * Whether who asks may say `outcome` of an operation that is locked. Answers whom it waits for; null: they said so
 * before, and it was done. Refuses with INVALID_STATE where it waits for nobody, APPROVAL_EXPIRED or NOT_APPROVER.
 */
export async function mayDecide(
  sql: Sql,
  { actor }: RequestContext,
  { operation }: OperationContext,
  outcome: ApprovalOutcome,
): Promise<Result<ApprovalRequirement | null, readonly DomainError[]>> {
  const { id, status, teamId, requestedById } = operation;
  if ((await newestOf(sql, id, actor.principalId)) === outcome) return ok(null);
  if (status !== 'AWAITING_APPROVAL') return err([waitsForNobody(status)]);
  const waits = await readWaits(sql, id);
  const requirement = waits?.approval;
  if (!requirement) return err([waitsForNobody(status)]);
  if (waits.isExpired) return err([expired]);
  const { role, principalIds } = requirement;
  if (role === 'ADMIN' && !isAllowed(actor, 'administer', teamId)) return err([notAdmin]);
  if (principalIds && !principalIds.includes(actor.principalId)) return err([notNamed]);
  const { principalId: deciderId, apiKeyId: keyId = null } = actor;
  const isAsker = await areOne(sql, { askerId: requestedById, deciderId, keyId });
  if (isAsker) return err([asked]);
  if (outcome === 'APPROVED')
    for (const { principalId } of await findAgreed(sql, id, requirement))
      if (await areOne(sql, { askerId: principalId, deciderId, keyId })) return err([agreed]);
  return ok(requirement);
}

const waitsForNobody = (status: string): DomainError =>
  refusal('INVALID_STATE', `It does not wait for anybody to agree: it is ${status}.`);

const expired = refusal(
  'APPROVAL_EXPIRED',
  'Nobody agreed to it in time: it will be canceled. Have it asked for anew.',
);
const notAdmin = refusal(
  'NOT_APPROVER',
  'The rule that wants it approved asks for an administrator of the team.',
);
const notNamed = refusal(
  'NOT_APPROVER',
  'The rule that wants it approved names others, who have to agree.',
);
const agreed = refusal(
  'NOT_APPROVER',
  'You agreed already, by another principal or with a key that one of the two made: somebody else has to agree too.',
);
const asked = refusal(
  'NOT_APPROVER',
  'You asked for it, or hold or made the key that asked for it: somebody else has to decide.',
);
