import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import {
  actionPrefix,
  advanceOperation,
  newStep,
  type AdvanceDependencies,
  type Advanced,
  Kinds,
  type OperationDefinition,
  type OperationKind,
  type StepContext,
  type StepDefinition,
  type StepOutcome,
} from '#libs/operations';
import { kinds, type KnownKinds } from '#libs/kinds';
import {
  computeArmId,
  resourceGroupId,
  systemClock,
  workspaceArmId,
  type Clock,
} from '#libs/kernel';
import { armaturePrincipalId } from '#libs/tenants';
import type { Role, VerbContext } from '#libs/verbs';
import type { FakeArm } from './fake-arm.js';

/** The smallest kinds that behave as real ones must: look before sending, adopt, wait, read back, undo. */
const putCompute: StepDefinition = {
  name: 'put compute',
  writes: true,
  async run({ arm, resource, operation, remember, signal, memory }): Promise<StepOutcome> {
    const there = await arm.get(resource.armId, { signal });
    if (there) {
      const tags = there['tags'] as Record<string, string> | undefined;
      if (tags?.['armature-operation'] === operation.id) return { outcome: 'done', memory: {} };
      return failed('ALREADY_EXISTS', 'somebody else made it');
    }
    if (!memory.submitting) await remember({ submitting: true, clientRequestId: randomUUID() });
    else await remember({});
    const body = { tags: { 'armature-operation': operation.id }, properties: {} };
    const lro = await arm.put(resource.armId, body, { signal });
    if (lro.state !== 'InProgress') return failed('UNEXPECTED', lro.state);
    return { outcome: 'done', memory: { handle: lro.handle }, rawState: lro.rawState };
  },
};

const failed = (code: string, message: string): StepOutcome => ({
  outcome: 'failed',
  error: { code, message, retry: 'NEVER' },
});

const awaitCompute: StepDefinition = {
  name: 'await compute',
  writes: false,
  async run({ observation, memory, resource }): Promise<StepOutcome> {
    if (!observation) return waitFor(resource.armId, memory);
    if (observation.by === 'lro' && observation.lro.state !== 'Succeeded') {
      return {
        outcome: 'failed',
        error: observation.lro.error,
        facts: { provisioningState: 'FAILED' },
      };
    }
    if (observation.by === 'resource' && !observation.body) return failed('GONE', 'it vanished');
    return { outcome: 'done', rawState: 'Succeeded' };
  },
};

function waitFor(armId: string, memory: StepContext['memory']): StepOutcome {
  const { handle } = memory;
  const watch = handle
    ? ({ until: 'LRO', armId, handle } as const)
    : ({ until: 'PRESENT', armId } as const);
  return { outcome: 'wait', watch, message: 'Azure is at it' };
}

const verifyCompute: StepDefinition = {
  name: 'verify compute',
  writes: false,
  async run({ arm, resource, signal }): Promise<StepOutcome> {
    const body = await arm.get(resource.armId, { signal });
    if (!body) return failed('GONE', 'it vanished');
    return {
      outcome: 'done',
      facts: { provisioningState: 'SUCCEEDED', rawProvisioningState: 'Succeeded', observed: body },
    };
  },
};

const deleteCompute: StepDefinition = {
  name: 'delete compute',
  writes: true,
  async run({ arm, resource, remember, signal }): Promise<StepOutcome> {
    await remember({ submitting: true });
    const lro = await arm.delete(resource.armId, {}, { signal });
    return lro.state === 'InProgress'
      ? { outcome: 'done', memory: { handle: lro.handle } }
      : { outcome: 'done' };
  },
};

const awaitDeletion: StepDefinition = {
  name: 'await deletion',
  writes: false,
  async run({ arm, observation, resource, signal, memory }): Promise<StepOutcome> {
    const body = observation ? await arm.get(resource.armId, { signal }) : {};
    if (!body) return { outcome: 'done', facts: { gone: true } };
    const { handle } = memory;
    const watch = { armId: resource.armId, ...(handle && { handle }) };
    const until = handle ? 'LRO' : 'GONE';
    return { outcome: 'wait', watch: { until, ...watch }, message: 'Azure is deleting it' };
  },
};

/** All kinds, but these are the only operations on a compute cluster. */
export const kindsWith = (operations: readonly OperationDefinition[]): KnownKinds =>
  new Kinds(
    kinds.all.map((kind) => (kind.kind === 'COMPUTE_CLUSTER' ? { ...kind, operations } : kind)),
  );

/** Kinds for tests of the engine alone: a cancelable create and a delete that is not. */
export function kindsForTests(steps: { put?: StepDefinition } = {}): KnownKinds {
  const create: OperationDefinition = {
    kind: 'COMPUTE_CLUSTER_CREATE',
    summary: 'Creates a compute cluster.',
    during: 'CREATING',
    steps: [steps.put ?? putCompute, awaitCompute, verifyCompute],
    compensation: [deleteCompute, awaitDeletion],
    onCanceled: { gone: true },
  };
  const remove: OperationDefinition = {
    kind: 'COMPUTE_CLUSTER_DELETE',
    summary: 'Deletes a compute cluster.',
    during: 'DELETING',
    steps: [deleteCompute, awaitDeletion],
  };
  return kindsWith([create, remove]);
}

export interface GivenOperation {
  operationId: string;
  resourceId: string;
  teamId: string;
  workspaceId: string;
  armId: string;
}

export const subscriptionForTests = '11111111-1111-7111-8111-111111111111';

/**
 * A team with a group and a workspace to put computes into. `makeInAzure` makes the two stand there first: a sweep that
 * looks at once finds rows without anything behind them gone.
 */
export async function givenWorkspace(
  pool: Pool,
  name = 'ws',
  makeInAzure: (groupArmId: string, armId: string) => Promise<void> = async () => undefined,
): Promise<{ teamId: string; workspaceId: string; armId: string }> {
  const unique = `${name}-${randomUUID().slice(0, 8)}`;
  const groupArmId = resourceGroupId(subscriptionForTests, unique);
  const armId = workspaceArmId(groupArmId, name);
  await makeInAzure(groupArmId, armId);
  const team = await insert(
    pool,
    `INSERT INTO team (name, cost_center) VALUES ($1, 'cc') RETURNING id`,
    [unique],
  );
  const group = await insertResource(
    pool,
    'RESOURCE_GROUP',
    team,
    null,
    unique,
    groupArmId,
    'SUCCEEDED',
  );
  const workspaceId = await insertResource(
    pool,
    'WORKSPACE',
    team,
    group,
    name,
    armId,
    'SUCCEEDED',
  );
  for (const armId of lentInTests) await shareWith(pool, team, armId);
  return { teamId: team, workspaceId, armId };
}

/** What specs name as they please, where they are not about who may name what. */
export const lentInTests = [
  '/subscriptions/s',
  '/subscriptions/11111111-1111-4111-8111-111111111111',
];

/** Lets the team name the scope and all below it, as an admin of the platform would. */
export async function shareWith(pool: Pool, teamId: string, armId: string): Promise<void> {
  await pool.query(
    `INSERT INTO shared_scope (team_id, arm_id, arm_id_key, includes_children, shared_by_id)
      VALUES ($1, $2, lower($2), true, $3)`,
    [teamId, armId, armaturePrincipalId],
  );
}

/** An accepted operation as a mutation would leave it, due now. */
export async function givenOperation(
  pool: Pool,
  options: {
    kind?: OperationKind;
    name?: string;
    workspace?: Awaited<ReturnType<typeof givenWorkspace>>;
    kinds?: Kinds;
  } = {},
): Promise<GivenOperation> {
  const { kind = 'COMPUTE_CLUSTER_CREATE', name = 'cpu' } = options;
  const { steps } = (options.kinds ?? kindsForTests()).operation(kind);
  const workspace = options.workspace ?? (await givenWorkspace(pool));
  const { teamId, workspaceId } = workspace;
  const armId = computeArmId(workspace.armId, name);
  const state = kind.endsWith('CREATE') ? 'CREATING' : 'SUCCEEDED';
  const resourceId = await insertResource(
    pool,
    'COMPUTE_CLUSTER',
    teamId,
    workspaceId,
    name,
    armId,
    state,
  );
  const operationId = await insert(
    pool,
    `WITH o AS (
       INSERT INTO operation (kind, status, target_id, target_name, team_id, requested_by_id, channel, request_id, due_at)
       VALUES ($1::text, 'QUEUED', $2, $3, $4, $5, 'graphql', 'request-1', now()) RETURNING *),
     s AS (
       INSERT INTO operation_step (operation_id, position, name)
       SELECT o.id, step.position - 1, step.name FROM o, unnest($6::text[]) WITH ORDINALITY AS step(name, position)),
     a AS (
       INSERT INTO outbox_event (topic, operation_id, resource_id, team_id)
       SELECT 'operation.due', id, target_id, team_id FROM o)
     SELECT o.id, append_audit_event(jsonb_build_object('action', $7::text, 'actorId', o.requested_by_id,
       'channel', 'graphql', 'requestId', 'request-1', 'operationId', o.id)) FROM o`,
    [
      kind,
      resourceId,
      name,
      teamId,
      armaturePrincipalId,
      steps.map((step, index) => newStep(step.name, index).name),
      `${actionPrefix(kind)}.accepted`,
    ],
  );
  return { operationId, resourceId, teamId, workspaceId, armId };
}

async function insertResource(
  pool: Pool,
  ...[kind, teamId, parentId, name, armId, state]: [
    string,
    string,
    string | null,
    string,
    string,
    string,
  ]
): Promise<string> {
  return insert(
    pool,
    `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
       provisioning_state, raw_provisioning_state, desired)
     VALUES ($1::text, $2, $3, $4, $5, lower($5), $6, 'eastus', $7::"ProvisioningState", '', '{}') RETURNING id`,
    [kind, teamId, parentId, name, armId, subscriptionForTests, state],
  );
}

async function insert(pool: Pool, text: string, values: unknown[]): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(text, values);
  return String(rows[0]?.id);
}

export interface EngineForTests extends AdvanceDependencies {
  /** Runs the operation once, as a worker would. */
  advance(operationId: string): Promise<Advanced>;
  unforeseenErrors: unknown[];
}

/** An engine on a real database and a fake ARM. */
export function engineForTests(
  pool: Pool,
  arm: FakeArm,
  overrides: Partial<AdvanceDependencies> & { clock?: Clock } = {},
): EngineForTests {
  const unforeseenErrors: unknown[] = [];
  const deps: AdvanceDependencies = {
    pool,
    arm,
    clock: systemClock,
    kinds: kindsForTests(),
    workerName: 'worker-1',
    leaseMs: 60_000,
    random: () => 0,
    firstLookAfterMs: () => 0,
    dueAgain: () => undefined,
    stepEnded: () => undefined,
    unforeseen: (error) => unforeseenErrors.push(error),
    ...overrides,
  };
  const signal = new AbortController().signal;
  return { ...deps, unforeseenErrors, advance: (id) => advanceOperation(deps, id, signal) };
}

/** What clients would see of the operation, and its audit trail in order. */
export async function storyOf(pool: Pool, operationId: string) {
  const operation = await pool.query(
    `SELECT o.status, o.error->>'code' AS error, r.provisioning_state AS state, r.gone_at IS NOT NULL AS gone,
       o.due_at AS "dueAt", o.lease_until AS "leaseUntil", o.dequeues, o.fence,
       extract(epoch FROM o.due_at - now())::float8 AS "dueInSeconds"
     FROM operation o JOIN resource r ON r.id = o.target_id WHERE o.id = $1`,
    [operationId],
  );
  const steps = await pool.query(
    'SELECT name, status, attempt, message FROM operation_step WHERE operation_id = $1 ORDER BY position',
    [operationId],
  );
  const audit = await pool.query(
    'SELECT action FROM audit_event WHERE operation_id = $1 ORDER BY occurred_at, id',
    [operationId],
  );
  return {
    ...(operation.rows[0] as {
      status: string;
      error: string | null;
      state: string;
      gone: boolean;
      dueAt: Date | null;
      leaseUntil: Date | null;
      dequeues: number;
      fence: number;
      dueInSeconds: number | null;
    }),
    steps: steps.rows.map((s: { name: string; status: string }) => `${s.name}: ${s.status}`),
    messages: steps.rows.map((s: { message: string | null }) => s.message),
    attempts: steps.rows.map((s: { attempt: number }) => s.attempt),
    audit: audit.rows.map((row: { action: string }) => row.action.split('.').at(-1)),
  };
}

/** Makes what waits for a moment due now, as if the time had passed. */
export async function letTimePass(pool: Pool, operationId: string): Promise<void> {
  await pool.query(`UPDATE operation SET due_at = now() WHERE id = $1 AND due_at IS NOT NULL`, [
    operationId,
  ]);
}

/** Ends the lease of a worker that died. */
export async function loseLease(pool: Pool, operationId: string): Promise<void> {
  await pool.query(`UPDATE operation SET lease_until = now() - interval '1 second' WHERE id = $1`, [
    operationId,
  ]);
}

/** A request of somebody with the role ADMIN on the whole platform. */
export function adminOfAll(teamId: string): VerbContext {
  const { actor, ...context } = contextForTests('ADMIN', teamId);
  return { ...context, actor: { ...actor, grants: [{ teamId: null, role: 'ADMIN' }] } };
}

/** A request of somebody with one role in one team. */
export const contextForTests = (role: Role, teamId: string): VerbContext => ({
  verb: 'tryOut',
  permission: 'operate',
  actor: {
    principalId: armaturePrincipalId,
    kind: 'USER',
    displayName: 'a tester',
    grants: [{ teamId, role }],
  },
  requestId: 'request-2',
  channel: 'graphql',
});
