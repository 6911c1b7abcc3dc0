import type { Sql } from '#libs/database';
import { ok, type DomainError, type Result } from '#libs/kernel';
import type { VerbContext } from '#libs/verbs';
import { forbid } from '../forbid.js';
import { refuse } from '../refuse.js';
import { holdKey } from './api-key.repository.js';
import { homeOf } from './find-key-holder.js';

/** What is asked for, as a refusal of it is audited. */
export interface Wanted {
  /** E.g. api_key.create. */
  action: string;
  targetName: string | null;
  /** The field to blame where nothing else is wrong. */
  field: string;
}

/** Whoever makes a key, with the roles of this moment, and when the key ends that it came with; null: never. */
export interface KeyMaker {
  context: VerbContext;
  endsAt: Date | null;
}

/**
 * Whoever asks, with the roles of this moment: a key that is made outlives the seconds for which whoever makes it is
 * remembered. Refuses with FORBIDDEN where the key that was come with works no longer.
 */
export async function findMaker(
  sql: Sql,
  context: VerbContext,
  wanted: Wanted,
): Promise<Result<KeyMaker, readonly DomainError[]>> {
  const { apiKeyId } = context.actor;
  if (apiKeyId === undefined) return ok({ context, endsAt: null });
  const held = await holdKey(sql, apiKeyId);
  if (held) {
    const actor = { ...context.actor, grants: held.grants };
    return ok({ context: { ...context, actor }, endsAt: held.expiresAt });
  }
  return forbid(sql, context, {
    ...denied(context, wanted),
    message: 'The key that you came with works no longer.',
  });
}

const dayMs = 86_400_000;

/**
 * Whether what is made may end then; null: never. Refuses at expiresAt: with FORBIDDEN what would outlive the key that it
 * is made with, with INVALID_INPUT what would live for longer than `longestKeyDays`.
 */
export async function checkEnd(
  sql: Sql,
  { context, endsAt }: KeyMaker,
  expiresAt: Date | null,
  wanted: Wanted,
  longestKeyDays: number | undefined,
): Promise<Result<undefined, readonly DomainError[]>> {
  if (endsAt && !isBy(expiresAt, endsAt))
    return forbid(sql, context, {
      ...denied(context, { ...wanted, field: 'expiresAt' }),
      message: `A key makes none that outlives it: give ${endsAt.toISOString()} or earlier.`,
    });
  if (longestKeyDays === undefined) return ok(undefined);
  const latest = new Date(Date.now() + longestKeyDays * dayMs);
  if (isBy(expiresAt, latest)) return ok(undefined);
  const message = `Keys work for ${longestKeyDays} days at most here: give ${latest.toISOString()} or earlier.`;
  return refuse('INVALID_INPUT', 'expiresAt', message);
}

const isBy = (end: Date | null, latest: Date): boolean =>
  end !== null && end.getTime() <= latest.getTime();

const denied = ({ actor: { grants } }: VerbContext, wanted: Wanted) => ({
  ...wanted,
  teamId: homeOf(grants.map(({ teamId }) => teamId)),
});
