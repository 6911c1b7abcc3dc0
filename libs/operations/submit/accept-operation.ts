import { auditParameter } from '#libs/audit';
import type { Sql } from '#libs/database';
import { armIdKey, type ArmId } from '#libs/kernel';
import type { CostTag, ResourceKind } from '#libs/resources';
import { rolesIn } from '#libs/tenants';
import { actionPrefix } from '../kind.rules.js';
import type { Kinds } from '../kinds.js';
import type { OperationKind } from '../operation.js';
import { acceptChange, acceptCreation } from './accept-operation.repository.js';
import type { Request } from './idempotency.js';
import type { Accepted } from './submission.js';
import type { RequestContext } from '#libs/verbs';

interface Acceptance {
  kind: OperationKind;
  resourceKind: ResourceKind;
  accepted: Accepted;
  name: string;
  teamId: string;
  /** What the steps need beyond the desired state. No secrets. */
  input: Record<string, unknown>;
  costTags: readonly CostTag[];
  request: Request;
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

/** Accepts a new resource and the operation that makes it. False where its parent is no longer ready for it. */
export const acceptCreationOf = (
  sql: Sql,
  kinds: Kinds,
  context: RequestContext,
  creation: Creation,
): Promise<boolean> =>
  acceptCreation(sql, [
    ...sharedValues(kinds, context, creation),
    creation.parentId,
    creation.resourceKind,
    creation.armId,
    armIdKey(creation.armId),
    creation.subscriptionId,
    creation.location,
    JSON.stringify(creation.desired),
    creation.vmSizeKey,
    kinds.deletions,
  ]);

/** Accepts an operation on a resource that stands. False where the resource moved since it was read. */
export const acceptChangeOf = (
  sql: Sql,
  kinds: Kinds,
  context: RequestContext,
  change: Change,
): Promise<boolean> =>
  acceptChange(sql, [
    ...sharedValues(kinds, context, change),
    change.version,
    change.desired === null ? null : JSON.stringify(change.desired),
    change.replacesCostTags,
  ]);

function sharedValues(kinds: Kinds, context: RequestContext, of: Acceptance): unknown[] {
  return [
    of.accepted.operationId,
    of.kind,
    of.accepted.resourceId,
    of.name,
    of.teamId,
    context.actor.principalId,
    of.request.key,
    JSON.stringify(of.input),
    context.channel,
    context.requestId,
    kinds.operation(of.kind).steps.map((step) => step.name),
    of.costTags.map(({ key }) => key),
    of.costTags.map(({ value }) => value),
    of.costTags.map(({ source }) => source),
    of.request.mutation,
    of.request.inputHash,
    JSON.stringify(of.accepted),
    auditOf(context, of),
  ];
}

const auditOf = (context: RequestContext, of: Acceptance): string =>
  auditParameter({
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
    after: of.after ?? null,
  });
