import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { ok, type DomainError, type Result } from '#libs/kernel';
import {
  exampleId,
  gql,
  idempotencyKeyField,
  idOf,
  optional,
  roleField,
  verb,
  type VerbContext,
} from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { forbid } from '../forbid.js';
import { refuse } from '../refuse.js';
import { rememberResult } from '../remember-result.js';
import { isAllowed, isPermitted } from '../roles.rules.js';
import { lockTeam } from '../scopes/team.repository.js';
import { findSubject } from './find-subject.js';
import { roleSubjectInput, type RoleSubject } from './role-subject.js';
import { giveRole } from './role.repository.js';

const inputSchema = z
  .strictObject({
    to: roleSubjectInput.describe('Who shall have it.'),
    role: roleField.describe('What it allows.'),
    teamId: optional(idOf('Team')).describe(
      'Where it shall hold; on the whole platform where absent.',
    ),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'A role for somebody, beside those that there are.' });
type Input = z.output<typeof inputSchema>;

export interface RoleDeps {
  pool: pg.Pool;
  /** Tenants of Entra ID whose tokens count. */
  entraTenantIds: readonly string[];
}

interface Granted {
  roleGrantId: string;
}
type Answer = Result<Granted, readonly DomainError[]>;

/**
 * Gives somebody a role, and takes none away; twice is once. For admins of the team, within it, and of the platform; nobody
 * gives oneself one. Refuses with FORBIDDEN, NOT_FOUND, INVALID_STATE or INVALID_INPUT.
 */
export const grantRole = verb({
  name: 'grantRole',
  noun: 'role grant',
  summary: 'Gives a person, a bot or a group of Entra ID a role, and takes none away.',
  input: inputSchema,
  example: {
    to: { entraGroup: { objectId: '3f1c9a52-6f53-4a36-8a3b-0e2b6b3f9d77' } },
    role: 'OPERATOR',
    teamId: exampleId('Team'),
  },
  target: 'teamId',
  permission: 'administer',
  effect: 'create',
  destructive: false,
  answer: { roleGrant: { node: 'RoleGrant', by: 'roleGrantId', description: 'The role.' } },
  run: async ({ pool, entraTenantIds }: RoleDeps, context, input) =>
    rememberResult<Granted>(pool, context, input, (sql, now) =>
      grant(sql, now, input, entraTenantIds),
    ),
});

async function grant(
  sql: Sql,
  context: VerbContext,
  input: Input,
  tenantIds: readonly string[],
): Promise<Answer> {
  const allowed = await checkRight(sql, context, input);
  if (!allowed.ok) return allowed;
  const subject = await findSubject(sql, context, input, tenantIds);
  if (!subject.ok) return subject;
  if (subject.value.id === context.actor.principalId)
    return forbid(sql, context, {
      ...denied(input),
      field: 'to',
      message: 'Nobody gives oneself a role: ask another administrator.',
    });
  return give(sql, context, input, subject.value);
}

async function checkRight(
  sql: Sql,
  context: VerbContext,
  input: Input,
): Promise<Result<undefined, readonly DomainError[]>> {
  const { teamId } = input;
  const isSeen = teamId === null || isAllowed(context.actor, 'view', teamId);
  if (isSeen && !isPermitted(context, teamId))
    return forbid(sql, context, {
      ...denied(input),
      field: 'teamId',
      message: 'Roles are given by admins of the team, within it, and by admins of the platform.',
    });
  const isThere = teamId === null || (isSeen && (await lockTeam(sql, teamId)) !== undefined);
  return isThere ? ok(undefined) : refuse('NOT_FOUND', 'teamId', 'There is no such team.');
}

const denied = ({ teamId, role }: Input) => ({ action: 'role.grant', teamId, targetName: role });

async function give(
  sql: Sql,
  context: VerbContext,
  { teamId, role }: Input,
  { kind, id, displayName }: RoleSubject,
): Promise<Answer> {
  const [principalId, entraGroupId] = kind === 'Principal' ? [id, null] : [null, id];
  const createdById = context.actor.principalId;
  const given = await giveRole(sql, { principalId, entraGroupId, teamId, role, createdById });
  if (given.isNew)
    await appendAudit(sql, {
      ...auditOf(context, teamId),
      action: 'role.granted',
      targetId: id,
      targetKind: kind,
      targetName: displayName,
      after: { role, teamId, roleGrantId: given.id },
    });
  return ok({ roleGrantId: given.id });
}
