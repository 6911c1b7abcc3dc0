import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { err, ok, type DomainError, type Result, type Warning } from '#libs/kernel';
import {
  confirmNameField,
  exampleId,
  globalId,
  gql,
  idempotencyKeyField,
  idOf,
  notConfirmed,
  verb,
  type VerbContext,
} from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { endKeysOfTeam } from '../api-keys/end-keys-of-team.js';
import { holdKeysOfTeam } from '../api-keys/keys-of-team.repository.js';
import { forbid } from '../forbid.js';
import { refuse } from '../refuse.js';
import { rememberResult } from '../remember-result.js';
import { auditRevoked } from '../roles/audit-revoked.js';
import { takeRolesIn } from '../roles/role.repository.js';
import { isPermitted } from '../roles.rules.js';
import { endSharesOf } from '../scopes/end-shares.js';
import {
  holdTeamAlone,
  readHoldings,
  writeDeleted,
  type Holding,
  type TeamState,
} from './team.repository.js';

const inputSchema = z
  .strictObject({
    teamId: idOf('Team').describe('The team.'),
    confirmName: confirmNameField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'The team that shall be no longer.' });
type Input = z.output<typeof inputSchema>;

interface Deleted {
  deletedTeamId: string;
  /** A KEY_GOES_ON for each key whose principal has roles elsewhere, a REVOKED_TOO for each that another team had. */
  warnings: Warning[];
}
type Answer = Result<Deleted, readonly DomainError[]>;

/** Of what it holds; so many are named one by one. */
const mostNamed = 100;

/**
 * Deletes a team that holds nothing any more, with the roles in it, its keys and its shares (ADR 0049). For admins of the
 * platform. Refuses with FORBIDDEN, NOT_FOUND, CONFIRMATION_MISMATCH, or with NOT_EMPTY or OPERATION_IN_PROGRESS for each thing that it holds.
 */
export const deleteTeam = verb({
  name: 'deleteTeam',
  noun: 'team',
  summary:
    'Deletes a team that holds nothing any more, with the roles in it and its keys. For admins of the platform. confirmName must equal its name.',
  input: inputSchema,
  example: { teamId: exampleId('Team'), confirmName: 'vision' },
  target: 'teamId',
  permission: 'administer',
  where: 'platform',
  effect: 'delete',
  destructive: true,
  answer: {
    deletedTeamId: {
      value: z
        .string()
        .register(gql, { scalar: 'ID' })
        .nullable()
        .prefault(null)
        .describe('The team that is no longer; null when refused.'),
      by: 'deletedTeamId',
    },
  },
  payload: { description: 'The answer to deleteTeam: warnings say which keys end or go on.' },
  run: async ({ pool }: { pool: pg.Pool }, context, input) =>
    rememberResult<Deleted>(pool, context, input, (sql, now) => remove(sql, now, input)),
});

async function remove(sql: Sql, context: VerbContext, input: Input): Promise<Answer> {
  const { teamId, confirmName } = input;
  if (!isPermitted(context, null)) return refuseDeleter(sql, context, teamId);
  // Before the team: whoever makes a key with one of them holds that one first, and then waits for the team.
  await holdKeysOfTeam(sql, teamId);
  const team = await holdTeamAlone(sql, teamId);
  if (!team) return refuse('NOT_FOUND', 'teamId', 'There is no such team.');
  if (confirmName !== team.name)
    return refuse('CONFIRMATION_MISMATCH', 'confirmName', notConfirmed);
  const holdings = await readHoldings(sql, teamId, mostNamed);
  if (holdings.length > 0) return err(holdings.map(stillHeld));
  const warnings = await endAll(sql, context, teamId, team);
  return ok({ deletedTeamId: globalId('Team', teamId), warnings });
}

const refuseDeleter = (sql: Sql, context: VerbContext, teamId: string) =>
  forbid(sql, context, {
    action: 'team.delete',
    teamId: null,
    targetName: teamId,
    field: 'teamId',
    message: 'Teams are deleted by admins of the platform.',
  });

const stillHeld = ({ name, armId, operationId }: Holding): DomainError =>
  armId === null
    ? {
        code: 'OPERATION_IN_PROGRESS',
        message: `An operation on '${name}' is under way: operationId names it. Wait for it, or cancel it, then ask again.`,
        field: ['input', 'teamId'],
        operationId,
      }
    : {
        code: 'NOT_EMPTY',
        message: `The team holds '${name}' (${armId}). Delete it, or move it to another team, then ask again.`,
        field: ['input', 'teamId'],
        armId,
      };

/** All that the team had, with an audit row each; last the team itself. */
async function endAll(
  sql: Sql,
  context: VerbContext,
  teamId: string,
  { name, costCenter, defaultCostTags }: TeamState,
): Promise<Warning[]> {
  for (const role of await takeRolesIn(sql, teamId)) await auditRevoked(sql, context, role);
  const warnings = await endKeysOfTeam(sql, context, teamId);
  await endSharesOf(sql, context, teamId);
  await writeDeleted(sql, teamId);
  await appendAudit(sql, {
    ...auditOf(context, teamId),
    action: 'team.deleted',
    targetId: teamId,
    targetKind: 'Team',
    targetName: name,
    before: { name, costCenter, costTags: defaultCostTags },
  });
  return warnings;
}
