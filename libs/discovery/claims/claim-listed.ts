import { appendRefusal } from '#libs/audit';
import { transaction, type Sql } from '#libs/database';
import { armIdKey, err, ok, subscriptionOf, type DomainError, type Warning } from '#libs/kernel';
import {
  acceptCreationOf,
  actionPrefix,
  answerSecond,
  decided,
  isPlannedOnly,
  newId,
  notFound,
  notReady,
  readPayer,
  refuseActor,
  replay,
  reviewed,
  tellSecond,
  type OperationKind,
  type Payer,
  type Request,
  type SubmitDeps,
  type Submitted,
} from '#libs/operations';
import { adoptedSettings } from '#libs/resources';
import { auditOf, isAllowed, isPermitted, rolesThatAllow } from '#libs/tenants';
import type { VerbContext } from '#libs/verbs';
import { costTagsOfFound } from '../found-compute.js';
import { readListed, showAsListed, type ListedToClaim } from './claim-listed.repository.js';
import { claimTags } from './claim-tags.js';

/** A claim of what was listed in a subscription. */
export interface AskedListed {
  kind: 'RESOURCE_GROUP' | 'WORKSPACE';
  operation: OperationKind;
  what: string;
  armId: string;
  teamId: string;
  writeTags: boolean;
  request: Request;
}

/**
 * Accepts a claim in one transaction: the row says at once what was listed, and the operation takes in what lies in it. What
 * no team holds takes the role ADMIN on the whole platform, what lies in a team's group what the verb asks for there; and
 * both take that in the team that claims (ADR 0059).
 */
export async function claimListed(
  deps: SubmitDeps,
  context: VerbContext,
  asked: AskedListed,
): Promise<Submitted> {
  const { request, armId } = asked;
  try {
    return await transaction(deps.pool, async (sql): Promise<Submitted> => {
      const { principalId } = context.actor;
      const { found: team, record } = await readPayer(sql, asked.teamId, principalId, request.key);
      if (record) return replay(record, request);
      const on = { kind: asked.operation, field: 'teamId', what: 'team' };
      const refused = await refuseActor(sql, context, team, on);
      if (refused || !team) return err(refused ? [refused] : []);
      const { deletions } = deps.kinds;
      const sought = { armIdKey: armIdKey(armId), kind: asked.kind, teamId: team.id, deletions };
      const listed = await readListed(sql, sought);
      const hidden = await refuseListed(sql, context, asked, listed);
      if (hidden || !listed) return err(hidden ? [hidden] : []);
      return accept(sql, deps, context, asked, listed, team);
    });
  } catch (error) {
    return answerSecond(deps.pool, context, request, armId, { target: 'armId' }, error);
  }
}

async function refuseListed(
  sql: Sql,
  context: VerbContext,
  { operation, what, teamId }: AskedListed,
  listed: ListedToClaim | undefined,
): Promise<DomainError | undefined> {
  const holder = listed?.group?.teamId ?? null;
  if (!listed || !isAllowed(context.actor, 'view', holder))
    return notFound('armId', `${what} among those that no team has`);
  const permitted =
    holder === null ? isAllowed(context.actor, 'administer', null) : isPermitted(context, holder);
  if (permitted) return undefined;
  await appendRefusal(sql, {
    ...auditOf(context, holder),
    action: `${actionPrefix(operation)}.denied`,
    targetName: listed.name,
    after: { armId: listed.armId, teamId },
  });
  const where =
    holder === null
      ? 'ADMIN on the whole platform: no team holds it'
      : `${rolesThatAllow(context.permission)} in the team that holds its group`;
  return { code: 'FORBIDDEN', message: `This takes the role ${where}.`, field: ['input', 'armId'] };
}

async function accept(
  sql: Sql,
  deps: SubmitDeps,
  context: VerbContext,
  { kind, operation, writeTags, request }: AskedListed,
  listed: ListedToClaim,
  team: Payer,
): Promise<Submitted> {
  if (listed.foreign !== null) return err([heldInside(listed.foreign)]);
  const carried = costTagsOfFound(listed.observed);
  const required = deps.requiredCostTags;
  const { costTags, findings } = claimTags([], team, { costTags: carried }, required);
  if (writeTags && findings.errors.length > 0) return err(findings.errors.map(ofTeam));
  const warnings = writeTags ? [] : findings.errors.flatMap(toBeGiven);
  const desired = adoptedSettings(deps.kinds.of(kind).settings, listed.observed);
  const input = { writeTags, asked: ['costTags'] };
  const proposal = await decided(sql, deps, context, {
    kind: operation,
    resourceKind: kind,
    payer: team,
    name: listed.name,
    armId: listed.armId,
    location: listed.location,
    target: null,
    desired,
    costTags,
    requested: request.input,
    input,
    noop: false,
    taken: { writesTags: writeTags },
    warnings,
    refusals: placeRefused(listed, team),
  });
  const refusals = reviewed(deps, proposal);
  if (refusals.length > 0) return err(refusals);
  const accepted = { operationId: newId(), resourceId: newId(), warnings: [...proposal.warnings] };
  if (isPlannedOnly(deps)) return ok(accepted);
  const outcome = await acceptCreationOf(sql, deps.kinds, context, {
    kind: operation,
    resourceKind: kind,
    accepted,
    name: listed.name,
    teamId: team.id,
    parentId: listed.group?.id ?? null,
    armId: listed.armId,
    subscriptionId: subscriptionOf(listed.armId),
    location: listed.location,
    desired,
    vmSizeKey: null,
    planId: deps.review?.planId ?? null,
    decision: proposal.decision,
    input,
    costTags,
    request,
    before: { teamId: null },
    after: { teamId: team.id, writeTags, costTags },
  });
  if (outcome === 'second') return tellSecond(sql, context, request, listed.armId, 'armId');
  if (outcome !== 'accepted') return err([notReady('armId')]);
  await showAsListed(sql, accepted.resourceId, listed);
  return ok(accepted);
}

/** The acceptance looks again: this tells it to plans, and why. */
function placeRefused({ group }: ListedToClaim, team: Payer): DomainError[] {
  if (group === null) return [];
  if (group.teamId === team.id) return group.stands ? [] : [notReady('armId')];
  const message = 'Another team has its group: claim it for that team, or move the group first.';
  return [{ code: 'INVALID_STATE', message, field: ['input', 'armId'] }];
}

const ofTeam = (error: DomainError): DomainError => ({ ...error, field: ['input', 'teamId'] });

/** Where nothing is written in Azure nothing needs to be given yet. */
const toBeGiven = ({ code, message }: DomainError): Warning[] =>
  code === 'COST_TAG_REQUIRED'
    ? [
        {
          code: 'COST_TAG_WITHOUT_DEFAULT',
          message: `${message} Nothing is written in Azure now: give it one with setCostTags.`,
          field: ['input', 'teamId'],
        },
      ]
    : [];

const heldInside = (name: string): DomainError => ({
  code: 'INVALID_STATE',
  message: `Another team has the workspace '${name}' in it: claim the group for that team, or have that team let go of it first.`,
  field: ['input', 'armId'],
});
