import { withoutSecrets, type NewAuditEvent } from '#libs/audit';
import { armIdKey, type ArmId } from '#libs/kernel';
import type { CostTag, ResourceKind } from '#libs/resources';
import { rolesIn } from '#libs/tenants';
import type { RequestContext } from '#libs/verbs';
import { actionPrefix } from '../kind.rules.js';
import type { Kinds } from '../kinds.js';
import type { OperationKind } from '../operation.js';
import type { Request } from './idempotency.js';
import type { Accepted } from './accepted.js';
import { rememberedRequest } from './remembered-request.js';
import { auditedDecision, type Decision } from './decision.js';
import { ceilingValues } from './limits/ceiling-values.rules.js';

export interface Acceptance {
  kind: OperationKind;
  resourceKind: ResourceKind;
  accepted: Accepted;
  name: string;
  teamId: string;
  /** What the steps need beyond the desired state. No secrets. */
  input: Record<string, unknown>;
  costTags: readonly CostTag[];
  request: Request;
  /** The plan that it carries out; absent: none. */
  planId?: string | null;
  /** Absent: nothing was decided on it. */
  decision?: Decision;
  /** For the audit row. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

export interface Creation extends Acceptance {
  parentId: string | null;
  armId: ArmId;
  subscriptionId: string;
  location: string;
  desired: unknown;
  vmSizeKey: string | null;
}

export interface Change extends Acceptance {
  /** The version it was decided on. */
  version: number;
  /** Null: stays as it is. */
  desired: unknown;
  /** True: `costTags` are all that there shall be. */
  replacesCostTags: boolean;
}

/** What the statement takes that accepts a new resource. */
export const creationValues = (kinds: Kinds, context: RequestContext, creation: Creation) => ({
  ...valuesOf(kinds, context, creation),
  request: rememberedRequest(context, creation, { isNew: true, desired: true, costTags: true }),
  parentId: creation.parentId,
  armId: creation.armId,
  armIdKey: armIdKey(creation.armId),
  subscriptionId: creation.subscriptionId,
  location: creation.location,
  desired: creation.desired,
  vmSizeKey: creation.vmSizeKey,
  counts: isMachines(kinds, creation),
});

/** What the statement takes that accepts a change. */
export const changeValues = (kinds: Kinds, context: RequestContext, change: Change) => ({
  ...valuesOf(kinds, context, change),
  request: rememberedRequest(context, change, {
    isNew: false,
    desired: change.desired !== null,
    costTags: change.replacesCostTags,
  }),
  version: change.version,
  desired: change.desired,
  replacesCostTags: change.replacesCostTags,
  counts: change.decision?.ceiling?.isRaised ?? false,
});

const valuesOf = (kinds: Kinds, context: RequestContext, of: Acceptance) => ({
  kind: of.kind,
  resourceKind: of.resourceKind,
  name: of.name,
  teamId: of.teamId,
  key: of.request.key,
  mutation: of.request.mutation,
  inputHash: of.request.inputHash,
  operationId: of.accepted.operationId,
  resourceId: of.accepted.resourceId,
  principalId: context.actor.principalId,
  channel: context.channel,
  requestId: context.requestId,
  steps: kinds.operation(of.kind).steps.map((step) => step.name),
  input: of.input,
  planId: of.planId ?? null,
  decision: of.decision ?? null,
  costTags: of.costTags,
  accepted: of.accepted,
  audit: auditOf(context, of),
  ...ceilingValues(of.decision?.ceiling),
});

const isMachines = (kinds: Kinds, { resourceKind }: Creation): boolean =>
  kinds.of(resourceKind).hasMachines === true;

const auditOf = (context: RequestContext, of: Acceptance): NewAuditEvent =>
  withoutSecrets({
    action: `${actionPrefix(of.kind)}.accepted`,
    actorId: context.actor.principalId,
    actorRoles: rolesIn(context.actor, of.teamId),
    channel: context.channel,
    requestId: context.requestId,
    remoteAddress: context.remoteAddress ?? null,
    teamId: of.teamId,
    targetId: of.accepted.resourceId,
    targetKind: of.resourceKind,
    targetName: of.name,
    operationId: of.accepted.operationId,
    before: of.before ?? null,
    after: afterOf(of),
  });

function afterOf({ after, planId, decision }: Acceptance): Record<string, unknown> | null {
  const beside = { ...(planId && { planId }), ...(decision && auditedDecision(decision)) };
  return after || Object.keys(beside).length > 0 ? { ...after, ...beside } : null;
}
