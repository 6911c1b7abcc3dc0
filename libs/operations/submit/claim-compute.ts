import { randomUUIDv7 } from 'node:crypto';
import { z } from 'zod';
import { transaction, type Sql } from '#libs/database';
import { err, ok, type DomainError, type Result, type Warning } from '#libs/kernel';
import type { CostTag, ResourceKind } from '#libs/resources';
import type { RequestContext } from '#libs/tenants';
import { requestActor } from '../authorise-operation.js';
import type { OperationKind } from '../operation.js';
import { acceptChangeOf } from './accept-operation.js';
import { refuseActor } from './authorise-submission.js';
import { rememberClaim, writeClaim } from './claim-compute.repository.js';
import { claimTags, mustBeSent } from './claim-tags.js';
import { answerSecond, inProgress } from './conflicts.js';
import { replay, requestOf, type Request } from './idempotency.js';
import { costTagsSchema, idempotencyKeySchema, parseInput, rowIdSchema } from './parse-input.js';
import { lockTarget, readPayer, readTarget, type Payer, type Target } from './scope.repository.js';
import type { SubmitDeps } from './submission.js';

const inputSchema = z.object({
  computeId: rowIdSchema,
  teamId: rowIdSchema,
  costTags: costTagsSchema,
  idempotencyKey: idempotencyKeySchema,
});

/** What a claim answers; `operationId` where tags are on their way to Azure. */
export interface Claimed {
  operationId: string | null;
  resourceId: string;
  warnings: Warning[];
}

export type ClaimResult = Result<Claimed, readonly DomainError[]>;

/** What sends tags to Azure and leaves the compute at its work; an attachment would be detached first. */
const sendTags: Partial<Record<ResourceKind, OperationKind>> = {
  COMPUTE_CLUSTER: 'COMPUTE_CLUSTER_UPDATE',
  COMPUTE_INSTANCE: 'COMPUTE_INSTANCE_UPDATE',
};

const computes: ReadonlySet<ResourceKind> = new Set([
  ...(['COMPUTE_CLUSTER', 'COMPUTE_INSTANCE', 'KUBERNETES_COMPUTE'] as const),
]);

interface Asked {
  target: Target;
  team: Payer;
  costTags: z.infer<typeof costTagsSchema>;
  request: Request;
}

/**
 * Makes a compute that was found in Azure a team's own (ADR 0013): for those who may operate in that team and in the
 * workspace's. Of two claims at once the second reads what the first left.
 */
export async function claimCompute(
  deps: SubmitDeps,
  context: RequestContext,
  raw: unknown,
): Promise<ClaimResult> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { computeId, teamId, costTags } = input.value;
  const request = requestOf('claimCompute', input.value);
  const { principalId } = context.actor;
  try {
    return await transaction(deps.pool, async (sql): Promise<ClaimResult> => {
      await lockTarget(sql, computeId);
      const { found, record } = await readTarget(sql, computeId, principalId, request.key);
      if (record) return replay(record, request);
      const target = found && computes.has(found.kind) ? found : null;
      const refused = await refuse(sql, context, target?.payer ?? null, 'computeId', target);
      if (refused || !target) return err(refused ? [refused] : []);
      const { found: team } = await readPayer(sql, teamId, principalId, null);
      const refusedTeam = await refuse(sql, context, team, 'teamId', target);
      if (refusedTeam || !team) return err(refusedTeam ? [refusedTeam] : []);
      return claim(sql, deps, context, { target, team, costTags, request });
    });
  } catch (error) {
    // One key for two computes at once: the second is told of its key.
    return answerSecond(deps.pool, context, request, '', { target: 'computeId' }, error);
  }
}

const refuse = (
  sql: Sql,
  context: RequestContext,
  team: Payer | null,
  field: 'computeId' | 'teamId',
  target: Target | null,
): Promise<DomainError | undefined> =>
  refuseActor(sql, context, team, {
    kind: 'COMPUTE_CLAIM',
    field,
    what: field === 'teamId' ? 'team' : 'compute',
    ...(target && { targetName: target.name }),
  });

async function claim(
  sql: Sql,
  deps: SubmitDeps,
  context: RequestContext,
  asked: Asked,
): Promise<ClaimResult> {
  const { target, team, request } = asked;
  const obstacle = obstacleTo(target);
  if (obstacle) return err([obstacle]);
  const { costTags, findings } = claimTags(asked.costTags, team, target, deps.requiredCostTags);
  if (findings.errors.length > 0) return err(findings.errors);
  const version = await writeClaim(sql, {
    ...{ id: target.id, version: target.version, teamId: team.id, costTags },
    audit: auditOf(context, target, team, costTags),
  });
  if (version === undefined) return err([managedAlready]);
  const kind = mustBeSent(costTags, target) ? sendTags[target.kind] : undefined;
  const warnings = [...findings.warnings, ...warningsFor(target, costTags, kind)];
  const answer = { resourceId: target.id, warnings };
  if (kind) return send(sql, deps, context, asked, { kind, version, costTags, answer });
  const claimed: Claimed = { ...answer, operationId: null };
  await rememberClaim(sql, context.actor.principalId, request, claimed);
  return ok(claimed);
}

const managedAlready: DomainError = {
  code: 'INVALID_STATE',
  message: 'It is managed already: there is nothing to claim.',
  field: ['input', 'computeId'],
};

function obstacleTo(target: Target): DomainError | undefined {
  const unfinished = target.unfinishedId ?? target.ancestorDeleteId;
  if (target.managed) return managedAlready;
  return unfinished === null ? undefined : inProgress(unfinished, 'computeId');
}

const warningsFor = (
  target: Target,
  costTags: readonly CostTag[],
  kind: OperationKind | undefined,
): Warning[] =>
  kind || !mustBeSent(costTags, target)
    ? []
    : [
        {
          code: 'TAGS_NOT_SENT',
          message:
            'Its cost tags count here from now on. Azure changes tags of an attachment only by attaching it anew, which interrupts its jobs: reattachKubernetesCompute does so when it suits you.',
          field: ['input', 'costTags'],
        },
      ];

const auditOf = (
  context: RequestContext,
  { id, kind, name, payer, costTags: before }: Target,
  team: Payer,
  costTags: readonly CostTag[],
) => ({
  ...requestActor(context, team.id),
  action: 'compute.claimed',
  teamId: team.id,
  targetId: id,
  targetKind: kind,
  targetName: name,
  before: { managed: false, teamId: payer.id, costTags: before },
  after: { managed: true, teamId: team.id, costTags },
});

interface Sending {
  kind: OperationKind;
  version: number;
  costTags: CostTag[];
  answer: Omit<Claimed, 'operationId'>;
}

/** The tags go to Azure as setCostTags sends them. */
async function send(
  sql: Sql,
  deps: SubmitDeps,
  context: RequestContext,
  { target, team, request }: Asked,
  { kind, version, costTags, answer }: Sending,
): Promise<ClaimResult> {
  const accepted = { ...answer, operationId: randomUUIDv7() };
  const done = await acceptChangeOf(sql, deps.kinds, context, {
    ...{ kind, resourceKind: target.kind, accepted, name: target.name, teamId: team.id, request },
    ...{ version, desired: null, costTags, replacesCostTags: true },
    input: { before: { costTags: target.costTags } },
    before: { costTags: target.costTags },
    after: { costTags },
  });
  if (!done) throw new Error(`claiming ${target.id}: it moved although it was locked`);
  return ok(accepted);
}
