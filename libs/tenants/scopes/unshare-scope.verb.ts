import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { armIdKey, armIdSchema, err, ok, type Warning } from '#libs/kernel';
import { exampleId, gql, idempotencyKeyField, idOf, verb, type VerbContext } from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { refuse } from '../refuse.js';
import { rememberResult } from '../remember-result.js';
import { mayShare } from './may-share.js';
import { deleteShare, readUses, type ScopeUse } from './share.repository.js';
import { lockTeam } from './team.repository.js';

const inputSchema = z
  .strictObject({
    teamId: idOf('Team').describe('The team that named it.'),
    armId: armIdSchema.describe('The scope as it was shared, in any case.'),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'What a team may no longer name.' });
type Input = z.infer<typeof inputSchema>;

interface Unshared {
  teamId: string;
  /** What goes on using it. */
  warnings: Warning[];
}

/** Uses that are named one by one. */
const mostNamed = 100;

/**
 * Ends a share: new uses are refused from now on, also those of operations that have not sent them yet. What stands
 * is not touched, and named in the warnings. Refuses with FORBIDDEN, NOT_FOUND or INVALID_INPUT.
 */
export const unshareScope = verb({
  name: 'unshareScope',
  noun: 'team',
  summary:
    'Ends a share: new uses are refused, what stands is named in the warnings. For those who may share it.',
  input: inputSchema,
  example: {
    teamId: exampleId('Team'),
    armId: '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-data',
  },
  target: 'armId',
  permission: 'administer',
  effect: 'change',
  destructive: true,
  answer: { team: { node: 'Team', by: 'teamId', description: 'The team; null when refused.' } },
  payload: { description: 'The answer to unshareScope: warnings name what goes on using it.' },
  run: async ({ pool }: { pool: pg.Pool }, context, input) => {
    return rememberResult<Unshared>(pool, context, input, (sql, now) => unshare(sql, now, input));
  },
});

async function unshare(sql: Sql, context: VerbContext, { teamId, armId }: Input) {
  const key = armIdKey(armId);
  const allowed = await mayShare(sql, context, key, 'scope.unshare');
  if (!allowed.ok) return err(allowed.error);
  const team = await lockTeam(sql, teamId);
  if (!team) return refuse('NOT_FOUND', 'teamId', 'There is no such team.');
  const share = await deleteShare(sql, teamId, key);
  if (!share) return refuse('NOT_FOUND', 'armId', 'It is not shared with this team.');
  const uses = await readUses(sql, teamId, key, mostNamed);
  await appendAudit(sql, {
    ...auditOf(context, allowed.value.ownerTeamId ?? teamId),
    action: 'scope.unshared',
    targetId: teamId,
    targetKind: 'Team',
    targetName: team.name,
    before: { armId: share.armId, includesChildren: share.includesChildren },
    after: { stillUsedBy: uses.map((use) => use.armId) },
  });
  return ok({ teamId, warnings: uses.map(stillUsed) });
}

const stillUsed = ({ kind, name, armId }: ScopeUse): Warning =>
  kind === 'resource'
    ? { code: 'STILL_USED', message: `'${name}' (${armId}) stands and goes on using it.`, field }
    : {
        code: 'OPERATION_UNDER_WAY',
        message: `An operation on '${name}' (${armId}) is under way with it: it ends as SCOPE_NOT_SHARED unless Azure has its request already.`,
        field,
      };

const field = ['input', 'armId'];
