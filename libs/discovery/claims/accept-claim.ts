import type { Sql } from '#libs/database';
import { err, ok, type DomainError, type Result, type Warning } from '#libs/kernel';
import type { CostTag, Tag } from '#libs/resources';
import {
  requestActor,
  type OperationKind,
  newId,
  acceptChangeOf,
  inProgress,
  type Request,
  type Payer,
  type Target,
  type SubmitDeps,
} from '#libs/operations';
import type { ComputeDefinition } from '#libs/kinds';
import { rememberClaim, writeClaim } from './claim-compute.repository.js';
import { claimTags, mustBeSent } from './claim-tags.js';
import type { RequestContext } from '#libs/verbs';

/** What a claim answers; `operationId` where tags are on their way to Azure. */
export interface Claimed {
  operationId: string | null;
  resourceId: string;
  warnings: Warning[];
}

export type ClaimResult = Result<Claimed, readonly DomainError[]>;

export interface AskedClaim {
  compute: ComputeDefinition;
  target: Target;
  team: Payer;
  costTags: readonly Tag[];
  request: Request;
}

/** Checks and writes a claim by somebody who may, in the caller's transaction, which holds the compute. */
export async function acceptClaim(
  sql: Sql,
  deps: SubmitDeps,
  context: RequestContext,
  asked: AskedClaim,
): Promise<ClaimResult> {
  const { target, team, request } = asked;
  const obstacle = obstacleTo(target);
  if (obstacle) return err([obstacle]);
  const { costTags, findings } = claimTags(asked.costTags, team, target, deps.requiredCostTags);
  if (findings.errors.length > 0) return err(findings.errors);
  const version = await writeClaim(sql, {
    id: target.id,
    version: target.version,
    teamId: team.id,
    costTags,
    audit: auditOf(context, target, team, costTags),
  });
  if (version === undefined) return err([managedAlready]);
  const kind = mustBeSent(costTags, target) ? asked.compute.claimBy : undefined;
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
  { target, team, request }: AskedClaim,
  { kind, version, costTags, answer }: Sending,
): Promise<ClaimResult> {
  const accepted = { ...answer, operationId: newId() };
  const done = await acceptChangeOf(sql, deps.kinds, context, {
    kind,
    resourceKind: target.kind,
    accepted,
    name: target.name,
    teamId: team.id,
    request,
    version,
    desired: null,
    costTags,
    replacesCostTags: true,
    input: {
      asked: ['costTags'],
      before: { costTags: target.costTags },
    },
    before: { costTags: target.costTags },
    after: { costTags },
  });
  if (done !== 'accepted')
    throw new Error(`claiming ${target.id}: it moved although it was locked`);
  return ok(accepted);
}
