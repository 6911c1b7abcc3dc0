import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { armIdKey, armIdSchema, err, ok, type DomainError, type Result } from '#libs/kernel';
import type { RequestContext } from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { parseInput, refuse } from '../parse-input.js';
import { rememberResult } from '../remember-result.js';
import { mayShare } from './may-share.js';
import { lockTeam, writeShare } from './scope.repository.js';

const inputSchema = z.object({
  teamId: z.string(),
  armId: armIdSchema,
  includesChildren: z
    .boolean()
    .nullish()
    .transform((given) => given ?? false),
  idempotencyKey: z.guid().nullish(),
});
type Input = z.infer<typeof inputSchema>;

export interface SharedWith {
  teamId: string;
}

/**
 * Lets a team name a group, a resource or a subscription that is not its own. For admins of the team whose group it
 * is or lies in, and of the platform. Sharing it again changes how. Refuses with FORBIDDEN, NOT_FOUND or INVALID_INPUT.
 */
export async function shareScope(
  { pool }: { pool: pg.Pool },
  context: RequestContext,
  raw: unknown,
): Promise<Result<SharedWith, readonly DomainError[]>> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  return rememberResult<SharedWith>(
    pool,
    context,
    'shareScope',
    input.value,
    (sql) => share(sql, context, input.value),
    (shared) => shared,
  );
}

async function share(
  sql: Sql,
  context: RequestContext,
  { teamId, armId, includesChildren }: Input,
) {
  const key = armIdKey(armId);
  const allowed = await mayShare(sql, context, key, 'scope.share');
  if (!allowed.ok) return err(allowed.error);
  const team = await lockTeam(sql, teamId);
  if (!team) return refuse('NOT_FOUND', 'teamId', 'There is no such team.');
  const { ownerTeamId } = allowed.value;
  const sharedById = context.actor.principalId;
  await writeShare(sql, {
    teamId,
    armId,
    armIdKey: key,
    includesChildren,
    ownerTeamId,
    sharedById,
  });
  await appendAudit(sql, {
    ...auditOf(context, ownerTeamId ?? teamId),
    action: 'scope.shared',
    targetId: teamId,
    targetKind: 'Team',
    targetName: team.name,
    after: { armId, includesChildren, ownerTeamId },
  });
  return ok({ teamId });
}
