import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { armIdKey, armIdSchema, err, ok } from '#libs/kernel';
import {
  exampleId,
  gql,
  idempotencyKeyField,
  idOf,
  orElse,
  verb,
  type VerbContext,
} from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { refuse } from '../refuse.js';
import { rememberResult } from '../remember-result.js';
import { mayShare } from './may-share.js';
import { writeShare } from './share.repository.js';
import { lockTeam } from './team.repository.js';

const inputSchema = z
  .strictObject({
    teamId: idOf('Team').describe('The team that may name it.'),
    armId: armIdSchema.describe('A subscription, a resource group or a resource.'),
    includesChildren: orElse(z.boolean(), false)
      .prefault(false)
      .describe(
        'Whether what lies below it is shared too: needed for what stands in a group. Below a subscription that is what no team holds.',
      ),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'What a team may name from now on.' });
type Input = z.infer<typeof inputSchema>;

interface SharedWith {
  teamId: string;
}

/**
 * Lets a team name a group, a resource or a subscription that is not its own. For admins of the team whose group it
 * is or lies in, and of the platform. Sharing it again changes how. Refuses with FORBIDDEN, NOT_FOUND or INVALID_INPUT.
 */
export const shareScope = verb({
  name: 'shareScope',
  noun: 'team',
  summary:
    'Lets a team name something that is not its own. For admins of the team whose group holds it, and of the platform.',
  input: inputSchema,
  example: {
    teamId: exampleId('Team'),
    armId: '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-data',
  },
  target: 'armId',
  permission: 'administer',
  effect: 'change',
  destructive: false,
  answer: { team: { node: 'Team', by: 'teamId', description: 'The team; null when refused.' } },
  run: async ({ pool }: { pool: pg.Pool }, context, input) => {
    return rememberResult<SharedWith>(pool, context, input, (sql, now) => share(sql, now, input));
  },
});

async function share(sql: Sql, context: VerbContext, { teamId, armId, includesChildren }: Input) {
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
