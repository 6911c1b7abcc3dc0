import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type {
  Directory,
  RegistrationRecord,
  ServicePrincipalRecord,
  UserRecord,
} from '../directory/directory.js';
import { tenantId } from './tokens.js';

/** More groups than this are left out of a token (docs/azure-facts.md#entra-id-and-microsoft-graph). */
const mostGroups = 200;

interface Asked {
  directory: Directory;
  registration: RegistrationRecord;
  /** e.g. `https://127.0.0.1:4443` */
  authority: string;
  /** The application that asks, by its client id. */
  clientId: string;
}

/** What a token of a person says. */
export const claimsOfUser = (asked: Asked, user: UserRecord): JWTPayload => ({
  ...claims(asked, user.id),
  name: user.displayName,
  preferred_username: user.userPrincipalName,
  scp: 'access_as_user',
  ...groupClaims(asked, user.id),
});

/** What a token of an application says: its groups are not among it. */
export const claimsOfApplication = (
  asked: Asked,
  { id }: Pick<ServicePrincipalRecord, 'id'>,
): JWTPayload => ({ ...claims(asked, id), idtyp: 'app' });

function claims({ directory, registration, authority, clientId }: Asked, oid: string): JWTPayload {
  const roles = rolesOf(directory, registration, oid);
  return {
    aud: registration.appId,
    iss: `${authority}/${tenantId}/v2.0`,
    azp: clientId,
    oid,
    sub: oid,
    tid: tenantId,
    ver: '2.0',
    uti: randomUUID(),
    ...(roles.length > 0 && { roles }),
  };
}

/** App roles of its own, and of groups that name it as a member themselves. */
function rolesOf(directory: Directory, { assignments }: RegistrationRecord, oid: string): string[] {
  const holders = [oid, ...directory.directGroupsOf(oid).map(({ id }) => id)];
  const roles = assignments
    .filter(({ principalId }) => holders.includes(principalId))
    .flatMap(({ appRole }) => appRole ?? []);
  return [...new Set(roles)];
}

function groupClaims({ directory, registration }: Asked, oid: string): JWTPayload {
  const groups = groupsNamed(directory, registration, oid);
  if (groups.length === 0) return {};
  if (groups.length <= mostGroups) return { groups };
  const endpoint = `https://graph.windows.net/${tenantId}/users/${oid}/getMemberObjects`;
  return { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint } } };
}

function groupsNamed(
  directory: Directory,
  { groupMembershipClaims: which, assignments }: RegistrationRecord,
  oid: string,
): string[] {
  if (which === null) return [];
  if (which === 'ApplicationGroup')
    return directory
      .directGroupsOf(oid)
      .flatMap(({ id }) => (assignments.some(({ principalId }) => principalId === id) ? id : []));
  return directory
    .groupsOf(oid)
    .flatMap(({ id, securityEnabled }) => (which === 'All' || securityEnabled ? id : []));
}
