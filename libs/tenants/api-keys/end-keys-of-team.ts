import type { Sql } from '#libs/database';
import type { Warning } from '#libs/kernel';
import type { VerbContext } from '#libs/verbs';
import { auditMovedKey, auditRevokedKey, revokedToo } from './audit-key.js';
import type { RevokedKey } from './end-keys.repository.js';
import { endKeys, rehomeKeys } from './keys-of-team.repository.js';

/**
 * Ends the keys of a team in which nobody has a role any more, and those that were made with them, with an audit row each. A
 * key whose principal has roles elsewhere goes on there, which the trail says too. Answers a warning for each of those, and for each that another team had.
 */
export async function endKeysOfTeam(
  sql: Sql,
  context: VerbContext,
  teamId: string,
): Promise<Warning[]> {
  const goOn = await rehomeKeys(sql, teamId);
  for (const key of goOn) await auditMovedKey(sql, context, key, teamId);
  const ended = await endAll(sql, teamId);
  for (const key of ended) await auditRevokedKey(sql, context, key);
  const others = ended.filter((key) => key.teamId !== teamId);
  return [...goOn.map(goesOn), ...others.map(revokedToo)];
}

async function endAll(sql: Sql, teamId: string): Promise<RevokedKey[]> {
  const ended = await endKeys(sql, teamId);
  return ended.length === 0 ? [] : [...ended, ...(await endAll(sql, teamId))];
}

const goesOn = ({ prefix, name }: RevokedKey): Warning => ({
  code: 'KEY_GOES_ON',
  message: `${prefix} (${name}) goes on: whom it speaks for has roles elsewhere.`,
});
