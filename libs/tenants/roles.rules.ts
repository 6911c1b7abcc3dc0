import { roles, type Actor, type Permission, type Role, type VerbContext } from '#libs/verbs';

const permissionsOf: Record<Role, readonly Permission[]> = {
  VIEWER: ['view'],
  OPERATOR: ['view', 'operate'],
  APPROVER: ['view', 'approve'],
  ADMIN: ['view', 'operate', 'approve', 'administer'],
};

/** True where one of the actor's roles in the team, or platform-wide, allows it. `teamId` null asks for the platform. */
export function isAllowed(actor: Actor, permission: Permission, teamId: string | null): boolean {
  return actor.grants.some(
    (grant) =>
      (grant.teamId === null || grant.teamId === teamId) &&
      permissionsOf[grant.role].includes(permission),
  );
}

/** True where who asks may do what the verb does to things of the team; null: of the platform. */
export const isPermitted = (
  { actor, permission, where }: VerbContext,
  teamId: string | null,
): boolean => isAllowed(actor, permission, where === 'platform' ? null : teamId);

/** The roles that allow it, for people. */
export const rolesThatAllow = (permission: Permission): string =>
  roles.filter((role) => permissionsOf[role].includes(permission)).join(' or ');

/** The teams in which it is allowed; `all` where it is on the whole platform. */
function teamsThatAllow({ grants }: Actor, permission: Permission): 'all' | readonly string[] {
  const teams = grants
    .filter(({ role }) => permissionsOf[role].includes(permission))
    .map(({ teamId }) => teamId);
  return teams.includes(null) ? 'all' : [...new Set(teams.flatMap((teamId) => teamId ?? []))];
}

/** The teams in whose things who asks may do what the verb does; `all` where that is on the whole platform. */
export const permittedTeams = ({ actor, permission }: VerbContext) =>
  teamsThatAllow(actor, permission);

/** Whether one of the actor's roles allows it, in whichever team; `platform`: on the whole platform. */
export const allowedSomewhere = (
  actor: Actor,
  permission: Permission,
  where: 'platform' | undefined,
): boolean =>
  where ? isAllowed(actor, permission, null) : teamsThatAllow(actor, permission).length > 0;

/** The teams whose things the actor may see. */
export const visibleTeams = (actor: Actor) => teamsThatAllow(actor, 'view');

/** The teams on whose things the actor may decide. */
export const approvingTeams = (actor: Actor) => teamsThatAllow(actor, 'approve');

/** The teams whose things the actor administers. */
export const administeredTeams = (actor: Actor) => teamsThatAllow(actor, 'administer');

/** The roles that count in a team, for its audit rows. */
export function rolesIn(actor: Actor, teamId: string | null): Role[] {
  const roles = actor.grants.filter((g) => g.teamId === null || g.teamId === teamId);
  return [...new Set(roles.map((grant) => grant.role))];
}
