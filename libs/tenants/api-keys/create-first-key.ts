import type pg from 'pg';
import { appendAudit } from '#libs/audit';
import { statement, transaction, type Sql } from '#libs/database';
import type { VerbContext } from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { armaturePrincipalId } from '../own-principals.js';
import { insertBot } from './api-key.repository.js';
import { makeKey } from './make-key.js';

/** Somebody administers the platform already. */
export class AdminExists extends Error {
  override readonly name = 'AdminExists';

  constructor({ displayName, since }: FoundAdmin) {
    super(
      `${displayName} administers the platform since ${since.toISOString()}: the first key is made once, where nobody does.`,
    );
  }
}

interface FoundAdmin {
  displayName: string;
  since: Date;
}

const waitStatement = statement`SELECT pg_advisory_xact_lock(hashtextextended('first key', 0))`;

const adminStatement = statement<object, FoundAdmin>`
SELECT coalesce(p.display_name, 'the group ' || g.object_id) AS "displayName", a.created_at AS since
FROM role_assignment a LEFT JOIN principal p ON p.id = a.principal_id
  LEFT JOIN entra_group g ON g.id = a.entra_group_id
WHERE a.team_id IS NULL AND a.role = 'ADMIN' ORDER BY a.id LIMIT 1`;

/** Nobody asks for it over an API: Armature itself makes it, for whoever may run commands on the host. */
const context: VerbContext = {
  actor: { principalId: armaturePrincipalId, kind: 'SYSTEM', displayName: 'armature', grants: [] },
  channel: 'system',
  requestId: 'key:first',
  verb: 'createFirstKey',
  permission: 'administer',
};

/** Where a command ran, for its audit row. */
export interface Host {
  host: string;
  userId: number | null;
}

/**
 * Makes the first administrator of the platform, a bot of this name, and its key, which `hand` is given before anything
 * is kept: where that fails, nothing was made. Rejects with AdminExists where anybody, or any group, administers the platform;
 * of several at once one makes it.
 */
export const createFirstKey = (
  pool: pg.Pool,
  { name, ...where }: Host & { name: string },
  hand: (secret: string) => Promise<void>,
): Promise<void> =>
  transaction(pool, async (sql) => {
    await sql.query(waitStatement({}));
    // A statement of its own: the one that waited would see what was there before it.
    const { rows } = await sql.query(adminStatement({}));
    if (rows[0]) throw new AdminExists(rows[0]);
    const principalId = await makeAdmin(sql, name, where);
    const holder = { principalId, displayName: name, teamId: null };
    const { secret } = await makeKey(sql, context, holder, { name: 'first', expiresAt: null });
    if (secret === null) throw new Error('a new key has a secret');
    await hand(secret);
  });

async function makeAdmin(sql: Sql, name: string, where: Host): Promise<string> {
  const given = { teamId: null, role: 'ADMIN', createdById: armaturePrincipalId } as const;
  const principalId = await insertBot(sql, { name, ...given });
  if (principalId === undefined) throw new Error('the platform is no team that could be missing');
  await appendAudit(sql, {
    ...auditOf(context, null),
    action: 'role.granted',
    targetId: principalId,
    targetKind: 'Principal',
    targetName: name,
    after: { role: given.role, teamId: null, ...where },
  });
  return principalId;
}
