import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  globalId,
  perform,
  roles,
  type Actor,
  type NodeType,
  type Role,
  type Verb,
} from '#libs/verbs';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { RoleModel, type Coming } from '../../test/support/role-model.js';
import { createApiKey, type ApiKeyDeps } from './api-keys/create-api-key.verb.js';
import { revokeApiKey } from './api-keys/revoke-api-key.verb.js';
import { rotateApiKey } from './api-keys/rotate-api-key.verb.js';
import { findKey, meetPrincipal } from './authenticate.repository.js';
import { disablePrincipal } from './principals/disable-principal.verb.js';
import { enablePrincipal } from './principals/enable-principal.verb.js';
import { grantRole, type RoleDeps } from './roles/grant-role.verb.js';
import { revokeRole } from './roles/revoke-role.verb.js';

/** `ROLE_WALK_SEED=7` goes another way, `ROLE_WALK_STEPS` says how far. */
const seed = Number(process.env['ROLE_WALK_SEED'] ?? '20261129');
const steps = Number(process.env['ROLE_WALK_STEPS'] ?? '700');

const tenantId = '7c1f2a44-0d8e-4b6e-9a51-5b8f2f6f0c11';

/** Somebody of Entra ID; the groups that the next token names. */
interface Person {
  id: string;
  objectId: string;
  groups: Set<string>;
}

/** What somebody comes with: the token of a person, or a key. */
type Credential = { person: Person } | { keyId: string; prefix: string; principal: string };

/** Who came, as the API would know it for some seconds. */
interface Remembered {
  actor: Actor;
  coming: Coming;
}

let database: TestDatabase;
let deps: ApiKeyDeps & RoleDeps;
let teams: string[];
let groups: string[];
let persons: Person[];
const objectIdOf = new Map<string, string>();
const model = new RoleModel();
let credentials: Credential[] = [];
const remembered = new Map<Credential, Remembered>();
const accepted: Record<string, number> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  const insert = async (text: string, ...values: unknown[]): Promise<string> =>
    (await database.pool.query<{ id: string }>(`${text} RETURNING id`, values)).rows[0]!.id;
  const times = <T>(count: number, make: () => Promise<T>) =>
    Promise.all(Array.from({ length: count }, make));
  teams = await times(3, () =>
    insert(`INSERT INTO team (name, cost_center) VALUES ($1, 'cc')`, randomUUID()),
  );
  groups = await times(3, async () => {
    const objectId = randomUUID();
    const text = `INSERT INTO entra_group (tenant_id, object_id) VALUES ($1, $2)`;
    const id = await insert(text, tenantId, objectId);
    objectIdOf.set(id, objectId);
    return id;
  });
  persons = await times(6, async () => {
    const objectId = randomUUID();
    const text = `INSERT INTO principal (kind, display_name, entra_tenant_id, entra_object_id) VALUES ('USER', $2, $1, $2)`;
    return { id: await insert(text, tenantId, objectId), objectId, groups: new Set<string>() };
  });
  const [root] = persons;
  const text = `INSERT INTO role_assignment (principal_id, role) VALUES ($1, 'ADMIN')`;
  const first = { subject: root!.id, team: null, role: 'ADMIN' };
  model.grants.set(await insert(text, root!.id), first);
  for (const group of groups) model.groups.add(group);
  credentials.push(...persons.map((person) => ({ person })));
  deps = { pool: database.pool, mostApiKeys: 1_000, entraTenantIds: [tenantId] };
});
afterAll(() => database.drop());

const comingWith = (credential: Credential): Coming =>
  'person' in credential
    ? { principal: credential.person.id, groups: [...credential.person.groups] }
    : { principal: credential.principal, keyId: credential.keyId, groups: [] };

/** Who comes with a credential now; undefined for nobody. */
function authenticate(credential: Credential): Promise<Actor | undefined> {
  if (!('person' in credential)) return findKey(database.pool, credential.prefix);
  const { objectId, groups: named } = credential.person;
  const ids = [...named].map((id) => objectIdOf.get(id)!);
  const who = { tenantId, objectId, displayName: objectId, kind: 'USER', groups: ids } as const;
  return meetPrincipal(database.pool, { ...who, leavesGroupsOut: false });
}

const step = fc.record({
  does: fc.oneof(
    { weight: 6, arbitrary: fc.constant('grant' as const) },
    { weight: 3, arbitrary: fc.constant('revoke' as const) },
    { weight: 4, arbitrary: fc.constant('make key' as const) },
    { weight: 2, arbitrary: fc.constant('rotate' as const) },
    { weight: 1, arbitrary: fc.constant('revoke key' as const) },
    { weight: 2, arbitrary: fc.constant('disable' as const) },
    { weight: 3, arbitrary: fc.constant('enable' as const) },
    { weight: 2, arbitrary: fc.constant('join' as const) },
    { weight: 1, arbitrary: fc.constant('leave' as const) },
  ),
  who: fc.nat(),
  whom: fc.nat(),
  what: fc.nat(),
  team: fc.option(fc.nat(), { freq: 5 }),
  role: fc.constantFrom<Role>(...roles, 'ADMIN'),
  /** Whether it is one of those who administer something. */
  isAdmin: fc.boolean(),
  /** Whether who asks is known from before, with the roles of then. */
  isRemembered: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length]!;
const teamOf = ({ team }: Step): string | null => (team === null ? null : pick(teams, team));
const global = (type: NodeType, id: string | null) => (id === null ? null : globalId(type, id));

/** What a verb answers; undefined where it refuses. */
async function ask<S extends z.ZodObject, D, A extends object, K extends string>(
  definition: Verb<S, D, A, K>,
  { actor }: Remembered,
  input: object,
): Promise<A | undefined> {
  const context = { actor, requestId: 'walk', channel: 'rest' } as const;
  const answer = await perform(definition, deps as D, context, input, async () => new Map());
  if (!answer.ok) return undefined;
  accepted[definition.name] = (accepted[definition.name] ?? 0) + 1;
  return answer.value;
}

const entitled = (may: boolean): void => expect(may, 'whoever asked was entitled').toBe(true);

async function grant(step: Step, who: Remembered): Promise<void> {
  const subjects = [...persons, ...[...model.bots, ...groups].map((id) => ({ id }))];
  const { id, ...person } = pick<{ id: string; objectId?: string }>(subjects, step.whom);
  const [team, { role }] = [teamOf(step), step];
  const may =
    model.administers(who.coming, team) &&
    id !== who.coming.principal &&
    (!model.bots.has(id) || model.administersBot(who.coming, id));
  const named = model.groups.has(id)
    ? { entraGroup: { objectId: objectIdOf.get(id) } }
    : { principalId: globalId('Principal', id) };
  const to = person.objectId === undefined ? named : { entraUser: { objectId: person.objectId } };
  const done = await ask(grantRole, who, { to, role, teamId: global('Team', team) });
  if (!done) return;
  entitled(may);
  model.grants.set(done.roleGrantId, { subject: id, team, role });
}

async function revoke({ what }: Step, who: Remembered): Promise<void> {
  const [id, { team }] = pick([...model.grants], what);
  const may = model.administers(who.coming, team);
  if (!(await ask(revokeRole, who, { id: globalId('RoleGrant', id) }))) return;
  entitled(may);
  model.grants.delete(id);
}

const openKeys = () => [...model.keys].flatMap(([id, { isOpen }]) => (isOpen ? [id] : []));

/** Whose key it shall be: somebody's that is there, or of a new bot. */
function holderOf(step: Step, { coming }: Remembered) {
  const [team, { role }] = [teamOf(step), step];
  const principal = pick(
    [coming.principal, ...model.bots, ...persons.map(({ id }) => id)],
    step.whom,
  );
  if (step.what % 3 > 0 || model.bots.size > 6) {
    const isOwn = principal === coming.principal && (model.rolesOf(coming) ?? []).length > 0;
    const isBots = model.bots.has(principal) && model.administersBot(coming, principal);
    return { input: { principalId: globalId('Principal', principal) }, may: isOwn || isBots };
  }
  const input = { botName: 'bot', teamId: global('Team', team), role };
  return { input, may: model.administers(coming, team), grant: { team, role } };
}

async function makeKey(step: Step, who: Remembered): Promise<void> {
  if (openKeys().length > 20) return;
  const { input, may, grant: given } = holderOf(step, who);
  const done = await ask(createApiKey, who, { ...input, name: 'walk' });
  if (!done) return;
  entitled(may);
  const principal = await keep(done, who);
  if (!given) return;
  model.bots.add(principal);
  const { rows } = await database.pool.query<{ id: string }>(
    'SELECT id FROM role_assignment WHERE principal_id = $1',
    [principal],
  );
  model.grants.set(rows[0]!.id, { subject: principal, ...given });
}

/** A new key is one more credential. Answers whose. */
async function keep(
  { apiKeyId, secret }: { apiKeyId: string; secret: string | null },
  { coming }: Remembered,
): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    'SELECT principal_id AS id FROM api_key WHERE id = $1',
    [apiKeyId],
  );
  const principal = rows[0]!.id;
  model.keys.set(apiKeyId, { principal, madeWith: coming.keyId ?? null, isOpen: true });
  credentials.push({ keyId: apiKeyId, prefix: secret!.slice(0, 12), principal });
  return principal;
}

async function rotate({ what, whom }: Step, who: Remembered): Promise<void> {
  const keys = [...model.keys];
  if (keys.length === 0) return;
  const [id, { principal }] = pick(keys, what);
  const isOwn = principal === who.coming.principal && model.rolesOf(who.coming) !== undefined;
  const isBots = model.bots.has(principal) && model.administersBot(who.coming, principal);
  const overlap = whom % 2 === 0 ? 'PT0S' : 'P1D';
  const done = await ask(rotateApiKey, who, { id: globalId('ApiKey', id), overlap });
  if (!done) return;
  entitled(isOwn || isBots);
  await keep(done, who);
  // What the old one made goes on: to rotate is no accusation.
  if (overlap === 'PT0S') model.keys.get(id)!.isOpen = false;
}

async function revokeKey({ what }: Step, who: Remembered): Promise<void> {
  if (model.keys.size === 0) return;
  const [id, { principal }] = pick([...model.keys], what);
  const may = principal === who.coming.principal || model.administersAllOf(who.coming, principal);
  if (!(await ask(revokeApiKey, who, { id: globalId('ApiKey', id) }))) return;
  entitled(may);
  model.endKey(id);
}

async function turn({ does, whom }: Step, who: Remembered): Promise<void> {
  const id = pick([...persons.map((person) => person.id), ...model.bots], whom);
  const may = model.administersBot(who.coming, id);
  const definition = does === 'disable' ? disablePrincipal : enablePrincipal;
  if (!(await ask(definition, who, { principalId: globalId('Principal', id) }))) return;
  entitled(may);
  if (does === 'disable') model.disabled.add(id);
  else model.disabled.delete(id);
}

/** Entra ID's own doing: the next token says so. */
async function change({ does, whom, what }: Step): Promise<void> {
  const { groups: of } = pick(persons, whom);
  of[does === 'join' ? 'add' : 'delete'](pick(groups, what));
}

const moves: Record<Step['does'], (step: Step, who: Remembered) => Promise<void>> = {
  grant,
  revoke,
  'make key': makeKey,
  rotate,
  'revoke key': revokeKey,
  disable: turn,
  enable: turn,
  join: change,
  leave: change,
};

const isAdministrator = (coming: Coming): boolean =>
  [null, ...teams].some((team) => model.administers(coming, team));

/** Whoever asks, as known now, or as remembered: what a verb leaves behind is decided by the roles of now all the same. */
async function whoAsks({
  who,
  does,
  isAdmin,
  isRemembered,
}: Step): Promise<Remembered | undefined> {
  const admins = credentials.filter((one) => isAdministrator(comingWith(one)));
  const credential = pick(isAdmin && admins.length > 0 ? admins : credentials, who);
  const before = remembered.get(credential);
  // To end a key is no more than it would have been some seconds before.
  if (isRemembered && before && does !== 'revoke key') return before;
  const actor = await authenticate(credential);
  if (!actor) return undefined;
  const now = { actor, coming: comingWith(credential) };
  // Best is who administered something, and does no longer.
  if (!before?.actor.grants.some(({ role }) => role === 'ADMIN')) remembered.set(credential, now);
  return now;
}

const inWords = (grants: readonly { team: string | null; role: string }[] | undefined) =>
  grants && [...new Set(grants.map(({ team, role }) => `${role} in ${team}`))].toSorted();

/** Keys that no longer work are tried for a while. */
const mostEnded = 4;

/** Everybody has what the model says, no more and no less. */
async function compare(): Promise<void> {
  const real = await Promise.all(credentials.map(authenticate));
  const has = real.map((actor) =>
    inWords(actor?.grants.map(({ teamId, role }) => ({ team: teamId, role }))),
  );
  expect(has).toEqual(credentials.map((one) => inWords(model.rolesOf(comingWith(one)))));
  const isOpen = (one: Credential): boolean => 'person' in one || model.keys.get(one.keyId)!.isOpen;
  const ended = credentials.filter((one) => !isOpen(one)).slice(-mostEnded);
  credentials = credentials.filter((one) => isOpen(one) || ended.includes(one));
}

it(
  `in ${steps} steps nobody has more than somebody entitled gave them`,
  { timeout: 120_000 },
  async () => {
    const walk = fc.sample(step, { numRuns: steps, seed });
    for (const [at, one] of walk.entries())
      try {
        const who = await whoAsks(one);
        if (who) await moves[one.does](one, who);
        expect(model.hasAdmin, 'somebody administers the platform').toBe(true);
        if (at % 10 === 0) await compare();
      } catch (error) {
        throw new Error(`step ${at} of seed ${seed}: ${JSON.stringify(one)}`, { cause: error });
      }
    await compare();
    // A walk on which everything is refused would show nothing.
    expect(Object.keys(accepted)).toHaveLength(7);
    expect(Math.min(...Object.values(accepted))).toBeGreaterThan(2);
  },
);
