import { createRemoteJWKSet, decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { cloudOfAuthority, isUuid, publicCloud } from '#libs/kernel';
import type { Role } from '#libs/verbs';

export interface EntraSettings {
  /** Tenants whose tokens count. */
  tenantIds: readonly string[];
  /** The exact audience. */
  audience: string;
  /** Where v2 tokens come from, e.g. https://login.microsoftonline.com. */
  authority: string;
}

/** What a verified token says. */
export interface EntraIdentity {
  tenantId: string;
  objectId: string;
  displayName: string;
  kind: 'USER' | 'BOT';
  /** Platform-wide, from app roles `Armature.Viewer` and so on. */
  roles: Role[];
  /** Object ids of the groups that it names, lower case. */
  groups: readonly string[];
  /** Whether there are more groups than a token holds: then it names none. */
  leavesGroupsOut: boolean;
  /** Seconds since 1970. */
  expiresAt: number;
}

const appRoles: ReadonlyMap<string, Role> = new Map(
  Object.entries<Role>({
    'Armature.Viewer': 'VIEWER',
    'Armature.Operator': 'OPERATOR',
    'Armature.Approver': 'APPROVER',
    'Armature.Admin': 'ADMIN',
  }),
);

/** The keys that tokens are checked by cannot be read: whether a token counts is not known. */
export class KeysUnreachable extends Error {
  override readonly name = 'KeysUnreachable';

  constructor(cause: unknown) {
    super("Entra ID's keys cannot be read", { cause });
  }
}

/** What the library says without a code of its own is about the answer that the keys were to be in. */
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  ![errors.JOSEError.code, errors.JWKSTimeout.code, errors.JWKSInvalid.code].includes(error.code);

/**
 * Verifies access tokens of Entra ID: RS256, exact audience, an issuer that fits the token's version and its tenant,
 * which must be allowed. Answers undefined for a token that does not count; rejects with KeysUnreachable where the keys
 * cannot be read.
 */
export function createEntraVerifier({ tenantIds, audience, authority }: EntraSettings) {
  const issuers = issuersOf(authority);
  const keys = new Map(
    tenantIds.map((tid) => [tid.toLowerCase(), createRemoteJWKSet(keysUrl(authority, tid))]),
  );
  return async (token: string): Promise<EntraIdentity | undefined> => {
    const tid = tenantOf(token);
    const keySet = tid === undefined ? undefined : keys.get(tid.toLowerCase());
    if (tid === undefined || keySet === undefined) return undefined;
    try {
      const { payload } = await jwtVerify(token, keySet, {
        algorithms: ['RS256'],
        audience,
        issuer: [...issuers.v2.map((v2) => `${v2}/${tid}/v2.0`), `${issuers.v1}/${tid}/`],
        requiredClaims: ['oid', 'tid', 'exp', 'nbf', 'iss', 'aud'],
        clockTolerance: 60,
      });
      return issuerFitsVersion(payload, issuers) ? identityOf(payload) : undefined;
    } catch (error) {
      if (isAboutToken(error)) return undefined;
      throw new KeysUnreachable(error);
    }
  };
}

function tenantOf(token: string): string | undefined {
  try {
    const { tid } = decodeJwt(token);
    return typeof tid === 'string' ? tid : undefined;
  } catch {
    // Not a JWT at all: nobody.
    return undefined;
  }
}

/** Where the keys are that tokens of a tenant are signed with. */
export const keysUrl = (authority: string, tenantId: string): URL =>
  new URL(`${authority}/${tenantId}/discovery/v2.0/keys`);

interface Issuers {
  v1: string;
  v2: readonly string[];
}

/** In a cloud's tokens Entra ID names itself by one address, whichever of its addresses they came from. */
function issuersOf(authority: string): Issuers {
  const cloud = cloudOfAuthority(authority);
  const { v1, v2 } = (cloud ?? publicCloud).issuers;
  return { v1, v2: cloud ? [...new Set([authority, v2])] : [authority] };
}

const issuerFitsVersion = ({ ver, iss = '' }: JWTPayload, { v1, v2 }: Issuers): boolean =>
  (ver === '1.0' ? [v1] : v2).some((issuer) => iss.startsWith(`${issuer}/`));

function identityOf(payload: JWTPayload): EntraIdentity | undefined {
  const { tid, oid, exp, roles, idtyp, name, preferred_username: username } = payload;
  if (typeof tid !== 'string' || typeof oid !== 'string' || exp === undefined) return undefined;
  const shown = [name, username].find((text) => typeof text === 'string');
  return {
    tenantId: tid.toLowerCase(),
    objectId: oid.toLowerCase(),
    displayName: typeof shown === 'string' ? shown : oid,
    kind: idtyp === 'app' ? 'BOT' : 'USER',
    roles: (Array.isArray(roles) ? roles : []).flatMap((role) => appRoles.get(String(role)) ?? []),
    groups: groupsIn(payload),
    leavesGroupsOut: leavesGroupsOut(payload),
    expiresAt: exp,
  };
}

/** Names of groups, which a tenant can have in place of ids, are nobody's. */
const groupsIn = ({ groups }: JWTPayload): string[] =>
  (Array.isArray(groups) ? groups : [])
    .filter((group): group is string => typeof group === 'string' && isUuid(group))
    .map((group) => group.toLowerCase());

/**
 * The claims that say so: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference#groups-overage-claim
 */
const leavesGroupsOut = ({ hasgroups, _claim_names: names }: JWTPayload): boolean =>
  hasgroups === true ||
  hasgroups === 'true' ||
  (typeof names === 'object' && names !== null && 'groups' in names);
