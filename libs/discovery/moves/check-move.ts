import type { Sql } from '#libs/database';
import { err, ok, type DomainError, type Result } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import {
  inProgress,
  lockTarget,
  notFound,
  readPayer,
  readTarget,
  refuseActor,
  type Payer,
  type SubmitDeps,
  type Target,
} from '#libs/operations';
import type { VerbContext } from '#libs/verbs';
import { readHolderTeam } from './move.repository.js';

/** What moves by itself: a connected cluster and what is installed on it belong to whoever has their group (ADR 0011). */
export const movable = kinds.all.filter(({ tagging }) => tagging.refusal === undefined);

export interface Move {
  target: Target;
  /** Whose it shall be. */
  team: Payer;
}

/** As the audit trail calls it, before `.denied`. */
export const moving = 'RESOURCE_MOVE';

/**
 * What is to move and where to, where whoever asks administers both teams; the resource is held until the transaction
 * ends. Refuses with NOT_FOUND, FORBIDDEN, INVALID_STATE or OPERATION_IN_PROGRESS.
 */
export async function checkMove(
  sql: Sql,
  { kinds: known }: SubmitDeps,
  context: VerbContext,
  { resourceId, teamId }: { resourceId: string; teamId: string },
): Promise<Result<Move, readonly DomainError[]>> {
  const { principalId } = context.actor;
  await lockTarget(sql, resourceId);
  const { found } = await readTarget(sql, known, resourceId, principalId, null);
  const target = movable.some(({ kind }) => kind === found?.kind) ? found : null;
  const asks = administers(sql, context, target?.name);
  const refused = await asks(target?.payer ?? null, 'resourceId', 'resource');
  if (refused || !target) return err(refused ? [refused] : []);
  const { found: team } = await readPayer(sql, teamId, principalId, null);
  const refusedTeam = await asks(team, 'teamId', 'team');
  if (refusedTeam || !team) return err(refusedTeam ? [refusedTeam] : []);
  const obstacle = obstacleTo(target) ?? (await checkHolder(sql, context, target, team));
  return obstacle ? err([obstacle]) : ok({ target, team });
}

const administers =
  (sql: Sql, context: VerbContext, targetName = '') =>
  (team: { id: string } | null, field: 'resourceId' | 'teamId', what: string) =>
    refuseActor(sql, context, team, { kind: moving, field, what, targetName });

/** An operation on it is looked for once all that moves is held. */
function obstacleTo(target: Target): DomainError | undefined {
  if (target.ancestorDeleteId !== null) return inProgress(target.ancestorDeleteId, 'resourceId');
  if (target.managed) return undefined;
  return {
    code: 'INVALID_STATE',
    message: 'It was found in Azure and nobody manages it here: claim it with claimCompute.',
    field: ['input', 'resourceId'],
  };
}

/** What a third team holds is given to another one by who administers that team as well. */
async function checkHolder(
  sql: Sql,
  context: VerbContext,
  target: Target,
  team: Payer,
): Promise<DomainError | undefined> {
  const holderTeamId = await readHolderTeam(sql, target.id);
  if (holderTeamId === undefined || [target.payer.id, team.id].includes(holderTeamId))
    return undefined;
  const refused = await administers(sql, context, target.name)(
    { id: holderTeamId },
    'resourceId',
    'resource',
  );
  return refused?.code === 'NOT_FOUND' ? ofThirdTeam : refused;
}

const ofThirdTeam: DomainError = {
  ...notFound('resourceId', 'resource'),
  code: 'FORBIDDEN',
  message: 'It stands in what a third team holds, which you do not administer.',
};
