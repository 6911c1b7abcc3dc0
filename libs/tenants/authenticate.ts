import type pg from 'pg';
import { LRUCache } from 'lru-cache';
import { endingWith } from '#libs/database';
import type { Actor } from '#libs/verbs';
import { hashOf, prefixOf, sameHash } from './api-keys/api-key.js';
import { findKey, meetPrincipal, noteUse } from './authenticate.repository.js';
import { GroupsUnknown, type EntraDirectory } from './entra-directory.js';
import { createEntraVerifier, type EntraIdentity, type EntraSettings } from './entra-token.js';

export interface AuthenticatorOptions {
  pool: pg.Pool;
  entra?: EntraSettings;
  /** Where groups are looked up that a token leaves out; absent: such tokens are refused. */
  directory?: Pick<EntraDirectory, 'groupsOf'>;
  /** Told of what went wrong beside a request; the request goes on. */
  onError: (error: unknown) => void;
}

/** The actor behind a bearer credential, undefined for nobody. Rejects where the database, Entra's keys or Microsoft Graph are out of reach. */
export type Authenticate = (bearer: string) => Promise<Actor | undefined>;

/** How long a revoked key, a removed role or a disabled principal can still act; a stream notices a second later. */
const freshMs = 4_000;

/** Who a credential stands for is kept for four seconds, under its hash: most requests cost no statement and no signature check. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticate {
  const { pool, entra, directory, onError } = options;
  const known = new LRUCache<string, Actor>({ max: 10_000, ttl: freshMs });
  /** Streams of one credential ask all at once when it is to be looked up anew. */
  const underWay = new Map<string, Promise<Actor | undefined>>();
  const verify = entra && createEntraVerifier(entra);

  async function byKey(prefix: string, hash: string): Promise<Actor | undefined> {
    const row = await findKey(pool, prefix);
    if (!row || !sameHash(row.secretHash, hash)) return undefined;
    noteUse(pool, row.apiKeyId).catch(onError);
    const { secretHash: _, ...actor } = row;
    known.set(hash, actor);
    return actor;
  }

  async function byToken(token: string, hash: string): Promise<Actor | undefined> {
    const identity = await verify?.(token);
    const actor = identity && (await meet(pool, identity, directory));
    if (!identity || !actor) return undefined;
    const fromToken = identity.roles.map((role) => ({ teamId: null, role }));
    const complete = { ...actor, grants: [...actor.grants, ...fromToken] };
    const leftMs = identity.expiresAt * 1_000 - Date.now();
    if (leftMs > 0) known.set(hash, complete, { ttl: Math.min(freshMs, leftMs) });
    return complete;
  }

  return async (bearer) => {
    const hash = hashOf(bearer);
    const actor = known.get(hash) ?? underWay.get(hash);
    if (actor) return actor;
    const prefix = prefixOf(bearer);
    const lookUp = endingWith(undefined, () =>
      prefix === undefined ? byToken(bearer, hash) : byKey(prefix, hash),
    );
    underWay.set(hash, lookUp);
    return lookUp.finally(() => underWay.delete(hash));
  };
}

/** Microsoft Graph is asked only about those who are not disabled, and where a group may allow something. */
async function meet(
  pool: pg.Pool,
  identity: EntraIdentity,
  directory: AuthenticatorOptions['directory'],
): Promise<Actor | undefined> {
  try {
    return await meetPrincipal(pool, identity);
  } catch (error) {
    if (!directory || !(error instanceof GroupsUnknown)) throw error;
    const groups = await directory.groupsOf(identity);
    return meetPrincipal(pool, { ...identity, groups, leavesGroupsOut: false });
  }
}
