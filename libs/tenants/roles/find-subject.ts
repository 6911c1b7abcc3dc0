import type { Sql } from '#libs/database';
import { err, isUuid, ok, type DomainError, type Result } from '#libs/kernel';
import type { Role, VerbContext } from '#libs/verbs';
import { forbid } from '../forbid.js';
import { isVisible, maySwitch } from '../principals/hold-principal.js';
import { lockPrincipal } from '../principals/principal.repository.js';
import { isAllowed } from '../roles.rules.js';
import { findGroup, knowGroup, knowPrincipal, type EntraObject } from './role.repository.js';
import type { EntraId, RoleSubject, RoleSubjectInput } from './role-subject.js';

type Found = Result<RoleSubject, readonly DomainError[]>;

interface Wanted {
  to: RoleSubjectInput;
  teamId: string | null;
  role: Role;
}

/**
 * Whoever is to have a role; who comes from Entra ID is made known where nobody was met by that id. Refuses with NOT_FOUND,
 * FORBIDDEN, INVALID_STATE or INVALID_INPUT at what names it.
 */
export async function findSubject(
  sql: Sql,
  context: VerbContext,
  { to, ...wanted }: Wanted,
  tenantIds: readonly string[],
): Promise<Found> {
  if ('principalId' in to) return knownPrincipal(sql, context, to.principalId, wanted);
  if ('entraGroupId' in to) return knownGroup(sql, context, to.entraGroupId);
  const [kind, entra] = ofEntra(to);
  const tenant = tenantOf(kind, entra, tenantIds);
  if (!tenant.ok) return tenant;
  const object = { tenantId: tenant.value, objectId: entra.objectId.toLowerCase() };
  const made = await makers[kind](sql, object);
  if (!made) throw new Error(`nobody is known as ${kind} ${object.objectId}`);
  return ok({ ...made, kind: kind === 'entraGroup' ? 'EntraGroup' : 'Principal' });
}

const makers = {
  entraUser: (sql: Sql, object: EntraObject) => knowPrincipal(sql, 'USER', object),
  entraApplication: (sql: Sql, object: EntraObject) => knowPrincipal(sql, 'BOT', object),
  entraGroup: knowGroup,
};

type OfEntra = Exclude<RoleSubjectInput, { principalId: string } | { entraGroupId: string }>;

function ofEntra(to: OfEntra): [keyof typeof makers, EntraId] {
  if ('entraUser' in to) return ['entraUser', to.entraUser];
  return 'entraGroup' in to
    ? ['entraGroup', to.entraGroup]
    : ['entraApplication', to.entraApplication];
}

const refuseAt = (code: DomainError['code'], field: readonly string[], message: string) =>
  err<readonly DomainError[]>([{ code, message, field: ['input', 'to', ...field] }]);

/** A role of what comes from a tenant whose tokens do not count would wait for ever. */
function tenantOf(
  field: string,
  { tenantId }: EntraId,
  tenantIds: readonly string[],
): Result<string, readonly DomainError[]> {
  const counting = tenantIds.map((id) => id.toLowerCase());
  const at = [field, 'tenantId'];
  const [only, ...others] = counting;
  if (only === undefined)
    return refuseAt('INVALID_STATE', [field], 'No tokens of Entra ID count here.');
  if (tenantId !== null)
    return counting.includes(tenantId.toLowerCase())
      ? ok(tenantId.toLowerCase())
      : refuseAt('INVALID_INPUT', at, 'Tokens of this tenant do not count here.');
  if (others.length === 0) return ok(only);
  return refuseAt('INVALID_INPUT', at, 'Tokens of several tenants count here: say which.');
}

/** Who administers a bot holds its keys: it is given a role by who administers it wherever it has one. */
async function knownPrincipal(
  sql: Sql,
  context: VerbContext,
  id: string,
  { teamId, role }: Omit<Wanted, 'to'>,
): Promise<Found> {
  const at = ['principalId'];
  const found = isUuid(id) ? await lockPrincipal(sql, id) : undefined;
  if (!found || !isVisible(context, found))
    return refuseAt('NOT_FOUND', at, 'There is no such principal.');
  if (found.kind === 'SYSTEM')
    return refuseAt('INVALID_STATE', at, `${found.displayName} is Armature itself.`);
  const isKeyBot = found.kind === 'BOT' && !found.isOfEntra;
  if (!isKeyBot || maySwitch(context, found)) return ok({ ...found, kind: 'Principal' });
  return forbid(sql, context, {
    action: 'role.grant',
    teamId,
    targetName: role,
    field: 'to',
    message: 'A bot that comes with keys is given roles by who administers it everywhere.',
  });
}

async function knownGroup(sql: Sql, { actor }: VerbContext, id: string): Promise<Found> {
  const group = isUuid(id) ? await findGroup(sql, id) : undefined;
  const isSeen = [null, ...(group?.teamIds ?? [])].some((team) => isAllowed(actor, 'view', team));
  if (group && isSeen) return ok({ ...group, kind: 'EntraGroup' });
  return refuseAt('NOT_FOUND', ['entraGroupId'], 'There is no such group.');
}
