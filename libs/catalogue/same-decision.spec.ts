import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DomainError, Result } from '#libs/kernel';
import type { Accepted } from '#libs/operations';
import { globalId, type AnyVerb, type VerbContext } from '#libs/verbs';
import { submissionScene } from '../../test/support/submission-scene.js';
import { ask, type Submission } from '../../test/support/ask.js';
import type { KeptPlan } from '../plans/plan.repository.js';
import { catalogue } from './catalogue.js';

const scene = submissionScene();
const verbNamed = (name: string): Submission =>
  catalogue.find((verb) => verb.name === name) as unknown as Submission;
const planVerb = catalogue.find(({ name }) => name === 'plan') as unknown as AnyVerb<
  typeof scene.deps
>;

/** One request, whatever will come of it. */
interface Wish {
  verb: string;
  input: (cluster: Cluster | undefined) => Record<string, unknown>;
  by: 'operator' | 'viewer' | 'stranger';
}
interface Cluster {
  id: string;
  name: string;
}

const names = fc.integer({ min: 1, max: 60 }).map((number) => `cpu${number}x`);
const often = <T>(usual: T, ...rare: T[]) =>
  fc.oneof(
    { weight: 15, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...rare) },
  );
const scale = fc.record({
  minNodeCount: often(0, 1, 9),
  maxNodeCount: fc.integer({ min: 1, max: 5 }),
});
const identity = fc.constantFrom<object[]>(
  { type: 'NONE' },
  { type: 'SYSTEM_ASSIGNED' },
  { type: 'SYSTEM_ASSIGNED', userAssignedIdentityIds: [identityId('a')] },
  {
    type: 'USER_ASSIGNED',
    userAssignedIdentityIds: [identityId('a').replace('/s/', '/elsewhere/')],
  },
);
const tags = often(
  [{ key: 'owner', value: 'ml' }],
  [
    { key: 'Owner', value: 'x' },
    { key: 'use', value: 'y' },
  ],
  [],
);
const unset = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const creation = fc
  .record({
    name: fc.oneof({ weight: 8, arbitrary: names }, { weight: 1, arbitrary: fc.constant('cpu-1') }),
    vmSize: often('STANDARD_D3_V2', 'big'),
    scale,
    location: often(undefined, 'westus2', '!'),
    identity: unset(identity),
    costTags: tags,
    workspaceId: often<string | undefined>(undefined, randomUUID()),
  })
  .map(({ workspaceId, ...input }) => ({
    verb: 'createComputeCluster',
    input: () => ({ ...given(input), workspaceId: workspaceId ?? scene.workspaceId }),
  }));

const update = fc
  .record({
    scale: unset(scale),
    description: unset(fc.constantFrom('for tests', '')),
    identity: unset(identity),
    costTags: unset(tags),
    vmSize: unset(fc.constantFrom('STANDARD_D3_V2', 'STANDARD_NC6')),
    enableNodePublicIp: unset(fc.boolean()),
    ifMatch: often<string | undefined>(undefined, 'old'),
  })
  .map((input) => ({
    verb: 'updateComputeCluster',
    input: (cluster: Cluster | undefined) => ({
      ...given(input),
      computeId: cluster?.id ?? randomUUID(),
    }),
  }));

const tagging = tags.map((costTags) => ({
  verb: 'setCostTags',
  input: (cluster: Cluster | undefined) => ({ costTags, resourceId: cluster?.id ?? randomUUID() }),
}));

const deletion = fc.boolean().map((isRight) => ({
  verb: 'deleteCompute',
  input: (cluster: Cluster | undefined) => ({
    computeId: cluster?.id ?? randomUUID(),
    confirmName: isRight ? (cluster?.name ?? '') : 'wrong',
  }),
}));

const wishes: fc.Arbitrary<Wish> = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: creation },
      { weight: 9, arbitrary: update },
      { weight: 2, arbitrary: tagging },
      { weight: 1, arbitrary: deletion },
    ),
    often<Wish['by']>('operator', 'viewer', 'stranger'),
  )
  .map(([wish, by]) => ({ ...wish, by }));

function identityId(name: string): string {
  return `/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
}

const given = (input: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));

const contextFor = (by: Wish['by']): VerbContext =>
  by === 'stranger'
    ? scene.as('ADMIN', randomUUID())
    : scene.as(by === 'viewer' ? 'VIEWER' : 'OPERATOR');

type Outcome = { refusals: readonly DomainError[] } | { accepted: Accepted };

const outcomeOf = (done: Result<Accepted, readonly DomainError[]>): Outcome =>
  done.ok ? { accepted: done.value } : { refusals: done.error };

/** The plan of a request, or why there is none: told at the fields of the mutation itself. */
async function planOf(wish: Wish, cluster: Cluster | undefined) {
  const verb = verbNamed(wish.verb);
  const input = { change: { [wish.verb]: globally(verb, wish.input(cluster)) } };
  const done = await ask(planVerb, scene.deps, contextFor(wish.by), input);
  if (!done.ok)
    return {
      refusals: done.error.map(({ field = [], ...refusal }) => ({
        ...refusal,
        field: ['input', ...field.slice(3)],
      })),
    };
  const { rows } = await scene.database.pool.query<KeptPlan>(
    'SELECT changes, warnings, refusals FROM plan WHERE id = $1',
    [(done.value as unknown as { planId: string }).planId],
  );
  return { plan: rows[0]! };
}

/** Global ids, as clients have them. */
const globally = (verb: Submission, input: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const type = name === 'workspaceId' ? 'Workspace' : 'ComputeCluster';
      const isId = name === verb.target && typeof value === 'string';
      return [name, isId ? globalId(type, value) : value];
    }),
  );

const stripped = (refusals: readonly DomainError[]) =>
  refusals.map(({ code, message, field }) => ({ code, message, field: field?.join('.') }));

const seen = {
  codes: new Set<string>(),
  kept: new Set<string>(),
  effects: new Set<string>(),
  accepted: 0,
  all: 0,
};

it('is made for a plan as for the mutation itself, whatever is asked', async () => {
  await scene.standingCluster({ name: 'found' });
  await fc.assert(
    fc.asyncProperty(wishes, fc.integer({ min: 0, max: 9 }), async (wish, dice) => {
      const cluster = await someCluster(dice);
      const planned = await planOf(wish, cluster);
      const done = outcomeOf(
        await scene.ask(verbNamed(wish.verb), wish.input(cluster), contextFor(wish.by)),
      );
      seen.all += 1;
      const refusals = 'refusals' in done ? done.refusals : [];
      expect(stripped('plan' in planned ? planned.plan.refusals : planned.refusals)).toEqual(
        stripped(refusals),
      );
      refusals.forEach(({ code }) => seen.codes.add(code));
      if (!('plan' in planned)) return;
      planned.plan.changes.forEach(({ effect }) => seen.effects.add(effect));
      planned.plan.refusals.forEach(({ code }) => seen.kept.add(code));
      if (!('accepted' in done)) return;
      seen.accepted += 1;
      expect(planned.plan.warnings).toEqual(done.accepted.warnings);
      await expectDone(planned.plan, done.accepted);
      if (dice > 0 || seen.all % 2 === 0) await scene.finish(done.accepted);
      if (wish.verb === 'deleteCompute') await forget(done.accepted.resourceId);
      await ignoreSome(done.accepted.resourceId, dice);
    }),
    { numRuns: 400, seed: 7 },
  );
  expect(seen.accepted / seen.all).toBeGreaterThan(0.3);
  expect([...seen.effects].toSorted()).toEqual([
    'CREATE',
    'DELETE',
    'IGNORED_BY_AZURE',
    'REPLACE',
    'UNCHANGED',
    'UPDATE_IN_PLACE',
  ]);
  expect([...seen.kept]).toEqual(['IMMUTABLE_FIELD']);
  for (const code of expectedCodes) expect(seen.codes).toContain(code);
});

const expectedCodes = [
  'ALREADY_EXISTS',
  'CONFIRMATION_MISMATCH',
  'COST_TAG_REQUIRED',
  'ETAG_MISMATCH',
  'FORBIDDEN',
  'IDENTITY_CONFLICT',
  'IMMUTABLE_FIELD',
  'INVALID_INPUT',
  'LOCATION_NOT_SUPPORTED',
  'NAME_INVALID',
  'NOT_FOUND',
  'OPERATION_IN_PROGRESS',
  'SCOPE_NOT_SHARED',
  'SIZE_NOT_SUPPORTED',
];

async function someCluster(dice: number): Promise<Cluster | undefined> {
  const { rows } = await scene.database.pool.query<Cluster>(
    `SELECT id, name FROM resource WHERE kind = 'COMPUTE_CLUSTER' AND gone_at IS NULL AND team_id = $1 ORDER BY id`,
    [scene.teamId],
  );
  return dice === 9 ? undefined : rows[dice % Math.max(rows.length, 1)];
}

const forget = (id: string) =>
  scene.database.pool.query('UPDATE resource SET gone_at = now() WHERE id = $1', [id]);

/** What was asked for stands in Azure, but now and then for the number of nodes. */
const ignoreSome = (id: string, dice: number) =>
  scene.database.pool.query(
    `UPDATE resource SET observed = CASE WHEN $2 THEN
      jsonb_set(desired, '{scale,maxNodeCount}', '77') ELSE desired END WHERE id = $1 AND gone_at IS NULL`,
    [id, dice === 5],
  );

/** What the plan said of each field stands in the row. */
async function expectDone({ changes }: KeptPlan, { resourceId }: Accepted): Promise<void> {
  const { rows } = await scene.database.pool.query<{
    desired: object;
    armId: string;
    tags: object;
  }>(
    `SELECT desired, arm_id AS "armId", (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM cost_tag WHERE resource_id = id) AS tags
    FROM resource WHERE id = $1`,
    [resourceId],
  );
  const row = { ...rows[0]?.desired, armId: rows[0]?.armId, costTags: rows[0]?.tags };
  const told = changes.filter(({ path, effect }) => path.length > 0 && effect !== 'DELETE');
  expect(told.map(({ path }) => [path, valueAt(row, path) ?? null])).toEqual(
    told.map(({ path, after }) => [path, after]),
  );
}

const valueAt = (value: unknown, [name, ...rest]: readonly string[]): unknown =>
  name === undefined
    ? value
    : valueAt((value as Record<string, unknown> | undefined)?.[name], rest);
