import type { Sql } from '#libs/database';
import { err, isUuid, ok, type DomainError, type Result } from '#libs/kernel';
import type { Role, VerbContext } from '#libs/verbs';
import { insertBot, lockHolder, type HolderRow } from './api-key.repository.js';
import { forbid } from '../forbid.js';
import { refuse } from '../refuse.js';
import { isAllowed, isPermitted } from '../roles.rules.js';

/** For whom a key is to speak: a new bot, a principal that is there already, or where both are absent oneself. */
export interface WantedHolder {
  principalId?: string | null | undefined;
  botName?: string | null | undefined;
  teamId?: string | null | undefined;
  role?: Role | null | undefined;
}

/** Whoever a key may be made for; `teamId` is the team that it is made for, null the platform. */
export interface KeyHolder {
  principalId: string;
  displayName: string;
  teamId: string | null;
}

type Found = Result<KeyHolder, readonly DomainError[]>;

/** The holder, locked so that its keys are counted one after another; a new bot is made. Refuses with FORBIDDEN, NOT_FOUND or INVALID_INPUT. */
export async function findKeyHolder(
  sql: Sql,
  context: VerbContext,
  { botName, principalId, teamId, role }: WantedHolder,
): Promise<Found> {
  if (typeof botName === 'string')
    return newBot(sql, context, { name: botName, teamId: teamId ?? null, role });
  const self = context.actor.principalId;
  return principalId === self || typeof principalId !== 'string'
    ? oneself(sql, context, self)
    : knownBot(sql, context, principalId);
}

async function newBot(
  sql: Sql,
  context: VerbContext,
  { name, teamId, role }: { name: string; teamId: string | null; role: Role | null | undefined },
): Promise<Found> {
  const { actor } = context;
  if (!role) return refuse('INVALID_INPUT', 'role', 'A new bot needs a role.');
  const isTeam = teamId === null || (isUuid(teamId) && isAllowed(actor, 'view', teamId));
  if (!isTeam) return noSuchTeam;
  if (!isPermitted(context, teamId)) {
    return forbid(sql, context, {
      action: 'api_key.create',
      teamId,
      targetName: name,
      field: 'teamId',
      message: 'Bots are made by admins of their team, or of the platform.',
    });
  }
  const id = await insertBot(sql, { name, teamId, role, createdById: actor.principalId });
  return id === undefined ? noSuchTeam : ok({ principalId: id, displayName: name, teamId });
}

const noSuchTeam = err<readonly DomainError[]>([
  { code: 'NOT_FOUND', message: 'There is no such team.', field: ['input', 'teamId'] },
]);

/** A key holds the roles that were given to its principal here, and none that only a token has. */
async function oneself(sql: Sql, context: VerbContext, principalId: string): Promise<Found> {
  const holder = await lockHolder(sql, principalId);
  if (holder && holder.teamIds.length > 0) return ok(holderOf(principalId, holder));
  return forbid(sql, context, {
    action: 'api_key.create',
    teamId: null,
    targetName: null,
    field: 'principalId',
    message:
      'Keys are for whoever was given a role here; your key would have none. Ask an admin of your team.',
  });
}

async function knownBot(sql: Sql, context: VerbContext, principalId: string): Promise<Found> {
  const { actor } = context;
  const bot = isUuid(principalId) ? await lockHolder(sql, principalId) : undefined;
  const visible = bot?.teamIds.some((teamId) => isAllowed(actor, 'view', teamId)) === true;
  if (bot?.kind !== 'BOT' || bot.isOfEntra || !visible)
    return refuse('NOT_FOUND', 'principalId', 'There is no such bot.');
  const beyond = bot.teamIds.find((teamId) => !isPermitted(context, teamId));
  if (beyond === undefined) return ok(holderOf(principalId, bot));
  return forbid(sql, context, {
    action: 'api_key.create',
    teamId: beyond,
    targetName: bot.displayName,
    field: 'principalId',
    message: 'This takes ADMIN wherever the bot has a role.',
  });
}

const holderOf = (principalId: string, { displayName, teamIds }: HolderRow): KeyHolder => ({
  principalId,
  displayName,
  teamId: homeOf(teamIds),
});

/** Whose roles hold on the whole platform belongs to no team: null; of several teams the first counts. */
export const homeOf = (teamIds: readonly (string | null)[]): string | null =>
  teamIds.includes(null) ? null : (teamIds[0] ?? null);
