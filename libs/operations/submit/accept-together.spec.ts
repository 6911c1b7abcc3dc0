import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endingWith, OutcomeUnknown, StatementEnded } from '#libs/database';
import type { Result, DomainError } from '#libs/kernel';
import type { Accepted } from '#libs/operations';
import type { Role, VerbContext } from '#libs/verbs';
import { givenWorkspace } from '../../../test/support/engine.js';
import { submissionScene } from '../../../test/support/submission-scene.js';
import { createComputeCluster } from '../../kinds/compute-clusters/create-compute-cluster.verb.js';

type Answer = Result<Accepted, readonly DomainError[]>;

const scene = submissionScene();
const pool = () => scene.database.pool;
const create = (change: object, context: VerbContext = scene.as()): Promise<Answer> =>
  scene.ask(createComputeCluster, scene.clusterInput(change), context);

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const codes = (answer: Answer) => (answer.ok ? [] : answer.error.map(({ code }) => code));

/** Holds a table or rows, or changes them, until it is told to let go of them as they were, or as they are now. */
async function holding(statement: string, values: unknown[] = []) {
  const client = await pool().connect();
  await client.query('BEGIN');
  await client.query(statement, values);
  return async (end: 'ROLLBACK' | 'COMMIT' = 'ROLLBACK') => {
    await client.query(end);
    client.release();
  };
}

/** Another workspace of the team. */
async function ofThisTeam(): Promise<string> {
  const { workspaceId } = await givenWorkspace(pool());
  await pool().query(
    `UPDATE resource SET team_id = $1 WHERE id = $2 OR id = (SELECT parent_id FROM resource WHERE id = $2)`,
    [scene.teamId, workspaceId],
  );
  return workspaceId;
}

/** The names of the team's clusters. */
async function clusters(): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT name FROM resource WHERE team_id = $1 AND kind = 'COMPUTE_CLUSTER' ORDER BY name`,
    [scene.teamId],
  );
  return rows.map(({ name }) => name);
}

/** Those that wait for a lock with a creation. */
const backends = async (): Promise<number[]> => {
  const { rows } = await pool().query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
      AND query LIKE '%jsonb_to_recordset%'`,
  );
  return rows.map(({ pid }) => pid);
};

/** When those began that wait for a lock with a creation. */
const begun = async (): Promise<{ pid: number; since: string }[]> => {
  const { rows } = await pool().query<{ pid: number; since: string }>(
    `SELECT pid, query_start::text AS since FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
      AND query LIKE '%jsonb_to_recordset%' ORDER BY pid`,
  );
  return rows;
};

/** Those that were asked before have read what they stand on once this one is answered. */
const haveRead = async (): Promise<void> =>
  expect(codes(await create({ workspaceId: randomUUID() }))).toEqual(['NOT_FOUND']);

describe('creations that are asked for at the same time', () => {
  it('are accepted with few commits, each with all that is its own', async () => {
    const answers = await Promise.all(
      numbers(50).map((n) => create({ name: `cpu${n}a`, idempotencyKey: randomUUID() })),
    );
    expect(answers.flatMap(codes)).toEqual([]);
    const { rows } = await pool().query<Record<string, string>>(
      `SELECT count(*) AS accepted, count(DISTINCT o.xmin::text) AS commits, count(DISTINCT o.id) AS operations,
        sum((SELECT count(*) FROM operation_step s WHERE s.operation_id = o.id)) AS steps,
        sum((SELECT count(*) FROM cost_tag t WHERE t.resource_id = o.target_id)) AS tags,
        sum((SELECT count(*) FROM audit_event e WHERE e.operation_id = o.id AND e.target_name = o.target_name)) AS audited,
        sum((SELECT count(*) FROM outbox_event b WHERE b.operation_id = o.id)) AS told,
        sum((SELECT count(*) FROM idempotency_record i WHERE i.key = o.idempotency_key
          AND i.result->>'operationId' = o.id::text)) AS remembered
      FROM operation o WHERE team_id = $1`,
      [scene.teamId],
    );
    const { commits, ...counts } = rows[0]!;
    expect(counts).toEqual({
      accepted: '50',
      operations: '50',
      steps: '200',
      tags: '100',
      audited: '50',
      told: '100',
      remembered: '50',
    });
    expect(Number(commits)).toBeLessThan(25);
  });

  it('do not wait for one that waits for somebody else', async () => {
    const other = await ofThisTeam();
    const letGo = await holding('SELECT FROM resource WHERE id = $1 FOR UPDATE', [other]);
    try {
      const held = numbers(3).map((n) => create({ name: `held${n}a`, workspaceId: other }));
      const free = numbers(20).map((n) => create({ name: `free${n}a` }));
      let done = 0;
      for (const one of held) void one.then(() => done++);
      expect((await Promise.all(free)).flatMap(codes)).toEqual([]);
      expect(done).toBe(0);
      await letGo();
      expect((await Promise.all(held)).flatMap(codes)).toEqual([]);
    } finally {
      await letGo().catch(() => undefined);
    }
  });

  it('are refused each by itself where what should hold them has moved meanwhile', async () => {
    const other = await ofThisTeam();
    const letGo = await holding('UPDATE resource SET version = version + 1 WHERE id = $1', [other]);
    const inOther = numbers(3).map((n) => create({ name: `held${n}a`, workspaceId: other }));
    const here = numbers(3).map((n) => create({ name: `free${n}a` }));
    expect((await Promise.all(here)).flatMap(codes)).toEqual([]);
    await expect.poll(backends, { interval: 10 }).toHaveLength(3);
    await letGo('COMMIT');
    const told = await Promise.all(inOther);
    expect(told.flatMap(codes)).toEqual(['INVALID_STATE', 'INVALID_STATE', 'INVALID_STATE']);
  });

  it('end with none of those who asked', async () => {
    const letGo = await holding('SELECT FROM team WHERE id = $1 FOR UPDATE', [scene.teamId]);
    const gone = new AbortController();
    const asked = ['first', 'staying'].map((name) => create({ name }));
    const leaving = endingWith(gone.signal, () => create({ name: 'leaving' }));
    const left = leaving.catch((error: unknown) => error);
    await expect.poll(backends, { interval: 10 }).toHaveLength(3);
    gone.abort(new Error('hung up'));
    expect(await left).toBeInstanceOf(StatementEnded);
    await letGo();
    expect((await Promise.all(asked)).flatMap(codes)).toEqual([]);
    expect(await clusters()).toEqual(['first', 'staying']);
  });

  it('are without those of whom nobody waits any more, who hear so at once', async () => {
    const letGo = await holding('LOCK TABLE operation IN SHARE MODE');
    const gone = new AbortController();
    const first = create({ name: 'first' });
    await expect.poll(backends).toHaveLength(1);
    const writing = await begun();
    const leaving = endingWith(gone.signal, () => create({ name: 'leaving' }));
    const left = leaving.catch((error: unknown) => error);
    const staying = create({ name: 'staying' });
    await haveRead();
    gone.abort(new Error('hung up'));
    expect(await left).toBeInstanceOf(StatementEnded);
    // Those before it are still being written.
    expect(await begun()).toEqual(writing);
    await letGo();
    expect((await Promise.all([first, staying])).flatMap(codes)).toEqual([]);
    expect(await clusters()).toEqual(['first', 'staying']);
  });

  it('leave out one whose name is taken, and one whose key has come to stand for something else', async () => {
    const letGo = await holding('LOCK TABLE operation IN SHARE MODE');
    const first = create({ name: 'first' });
    await expect.poll(backends).toHaveLength(1);
    const key = randomUUID();
    const names = numbers(20).map((n) => `new${n}a`);
    const fresh = names.map((name) => create({ name }));
    const again = create({ name: 'again', idempotencyKey: key });
    const taken = create({ name: 'taken' });
    await haveRead();
    await pool().query(
      `INSERT INTO idempotency_record (principal_id, key, mutation, input_hash, result) VALUES ($1, $2, 'createTeam', '', '{}')`,
      [scene.as().actor.principalId, key],
    );
    await pool().query(
      `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
        raw_provisioning_state, desired)
      SELECT 'COMPUTE_CLUSTER', team_id, id, 'taken', arm_id || '/computes/taken', arm_id_key || '/computes/taken', subscription_id,
        location, 'SUCCEEDED', '', '{}' FROM resource WHERE id = $1`,
      [scene.workspaceId],
    );
    await letGo();
    expect((await Promise.all([first, ...fresh])).flatMap(codes)).toEqual([]);
    expect(codes(await again)).toEqual(['IDEMPOTENCY_KEY_PARAMETER_MISMATCH']);
    expect(codes(await taken)).toEqual(['ALREADY_EXISTS']);
    expect(await clusters()).toEqual(['first', ...names, 'taken'].toSorted());
    const { rows } = await pool().query(
      'SELECT DISTINCT xmin::text FROM operation WHERE target_name = ANY ($1)',
      [names],
    );
    expect(rows.length).toBeLessThan(5);
  });

  it('of which the connection is lost are there once when they are asked for again', async () => {
    const letGo = await holding('SELECT FROM team WHERE id = $1 FOR UPDATE', [scene.teamId]);
    const inputs = numbers(50).map((n) => ({ name: `lost${n}a`, idempotencyKey: randomUUID() }));
    const asked = inputs.map((input) => create(input));
    const settled = Promise.allSettled(asked);
    let killed = 0;
    // They wait together for a tenth of a second, then one by one.
    while (killed === 0) {
      for (const pid of await backends()) {
        await pool().query('SELECT pg_terminate_backend($1)', [pid]);
        killed++;
      }
      await sleep(1);
    }
    await letGo();
    const lost = (await settled).filter(({ status }) => status === 'rejected');
    expect(lost.length).toBeGreaterThan(0);
    for (const one of lost) expect(one).toHaveProperty('reason', expect.any(OutcomeUnknown));
    const again = await Promise.all(inputs.map((input) => create(input)));
    expect(again.flatMap(codes)).toEqual([]);
    const { rows } = await pool().query(
      `SELECT count(*)::integer AS operations, count(DISTINCT target_name)::integer AS names FROM operation WHERE team_id = $1`,
      [scene.teamId],
    );
    expect(rows).toEqual([{ operations: 50, names: 50 }]);
  });
});

/** Where somebody may want a cluster. */
const places = ['one', 'other', 'busy', 'leaving', 'foreign', 'missing'] as const;

interface Wish {
  place: (typeof places)[number];
  name: number;
  key: number | null;
  size: number;
  who: number;
}

const wish: fc.Arbitrary<Wish> = fc.record({
  place: fc.constantFrom(...places, 'one', 'one', 'other'),
  name: fc.nat(11),
  key: fc.option(fc.nat(9)),
  size: fc.nat(1),
  who: fc.nat(2),
});

/** Two operators and a viewer. */
const roles: readonly Role[] = ['OPERATOR', 'OPERATOR', 'VIEWER'];

/** A team with workspaces in every state, and what it asks there. */
async function givenWorld() {
  const { teamId, workspaceId: one } = await givenWorkspace(pool());
  const ofTeam = async (state: string): Promise<string> => {
    const { workspaceId } = await givenWorkspace(pool());
    await pool().query(
      `UPDATE resource SET team_id = $1, provisioning_state = CASE WHEN id = $2 THEN $3 ELSE 'SUCCEEDED' END::"ProvisioningState"
      WHERE id = $2 OR id = (SELECT parent_id FROM resource WHERE id = $2)`,
      [teamId, workspaceId, state],
    );
    return workspaceId;
  };
  const leaving = await ofTeam('DELETING');
  await pool().query(
    `INSERT INTO operation (kind, status, target_id, target_name, team_id, requested_by_id, channel, request_id)
    SELECT 'WORKSPACE_DELETE', 'QUEUED', id, name, team_id, '00000000-0000-7000-8000-000000000001', 'graphql', 'r' FROM resource WHERE id = $1`,
    [leaving],
  );
  const { rows: people } = await pool().query<{ id: string }>(
    `INSERT INTO principal (kind, display_name) SELECT 'BOT', 'p' || n FROM generate_series(1, 3) n RETURNING id`,
  );
  const ids = {
    one,
    other: await ofTeam('SUCCEEDED'),
    busy: await ofTeam('UPDATING'),
    leaving,
    foreign: (await givenWorkspace(pool())).workspaceId,
    missing: randomUUID(),
  };
  const keys = numbers(10).map(() => randomUUID());
  const ask = ({ place, name, key, size, who }: Wish): Promise<Answer> => {
    const context = scene.as(roles[who], teamId);
    const actor = { ...context.actor, principalId: people[who]!.id };
    const input = {
      workspaceId: ids[place],
      name: `cpu${name}a`,
      scale: { maxNodeCount: 1 + size },
      idempotencyKey: key === null ? null : keys[key],
    };
    return create(input, { ...context, actor });
  };
  return { teamId, ask, people: people.map(({ id }) => id) };
}

/** What each was told: of operations, whose they are. */
function told(answers: readonly Answer[]): unknown[] {
  const owner = (operationId: string | undefined) => ownerOf(answers, operationId);
  return answers.map((answer) =>
    answer.ok
      ? { accepted: owner(answer.value.operationId), warnings: answer.value.warnings }
      : answer.error.map((error) => ({
          ...error,
          ...(error.operationId !== undefined && { operationId: owner(error.operationId) }),
        })),
  );
}

/** All that stands there afterwards, without what is new each time. */
async function written({ teamId, people }: { teamId: string; people: string[] }): Promise<unknown> {
  const { rows } = await pool().query<{ all: unknown }>(
    `SELECT json_build_object(
      'computes', (SELECT json_agg(json_build_array(r.name, r.kind, r.provisioning_state, r.desired, r.version, r.vm_size_key,
          r.location, array_position($2::uuid[], r.created_by_id), o.kind, o.status, o.input, o.channel, o.idempotency_key IS NULL,
          array_position($2::uuid[], o.requested_by_id), o.due_at IS NULL,
          (SELECT json_agg(s.name ORDER BY s.position) FROM operation_step s WHERE s.operation_id = o.id),
          (SELECT json_agg(json_build_array(t.key, t.value, t.source) ORDER BY t.key) FROM cost_tag t WHERE t.resource_id = r.id),
          (SELECT json_agg(json_build_array(e.action, e.actor_roles, e.after, e.channel, e.team_id = r.team_id)) FROM audit_event e
            WHERE e.operation_id = o.id AND e.target_id = r.id),
          (SELECT json_agg(b.topic ORDER BY b.topic) FROM outbox_event b WHERE b.resource_id = r.id),
          (SELECT json_agg(json_build_array(i.mutation, i.result->'resourceId' = to_jsonb(r.id::text),
            array_position($2::uuid[], i.principal_id))) FROM idempotency_record i
            WHERE i.key = o.idempotency_key AND i.principal_id = o.requested_by_id))
        ORDER BY r.parent_id, r.name)
        FROM resource r LEFT JOIN operation o ON o.target_id = r.id WHERE r.team_id = $1 AND r.kind = 'COMPUTE_CLUSTER'),
      'denied', (SELECT json_agg(e.target_name ORDER BY e.target_name) FROM audit_event e WHERE e.team_id = $1 AND e.action LIKE '%denied'),
      'keys', (SELECT count(*) FROM idempotency_record WHERE principal_id = ANY ($2)),
      'versions', (SELECT json_agg(r.version) FROM resource r WHERE r.team_id = $1 AND r.kind <> 'COMPUTE_CLUSTER')) AS all`,
    [teamId, people],
  );
  return rows[0]?.all;
}

/** Which was accepted first of those that were told of an operation; -1: none. */
const ownerOf = (answers: readonly Answer[], operationId: string | undefined): number =>
  answers.findIndex((one) => one.ok && one.value.operationId === operationId);

/** The order in which each must have been decided, by what it was told: pairs of which the first came before the second. */
function before(wishes: readonly Wish[], answers: readonly Answer[]): [number, number][] {
  const keeper = ({ key, who }: Wish): number =>
    answers.findIndex(
      (one, at) => one.ok && key !== null && wishes[at]!.key === key && wishes[at]!.who === who,
    );
  return answers
    .flatMap((answer, index): [number, number][] => {
      if (answer.ok) return [[ownerOf(answers, answer.value.operationId), index]];
      const [error] = answer.error;
      const keptBy = keeper(wishes[index]!);
      if (error?.code === 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH') return [[keptBy, index]];
      return [
        [ownerOf(answers, error?.operationId), index],
        [index, keptBy],
      ];
    })
    .filter(([one, other]) => one >= 0 && other >= 0 && one !== other);
}

/** An order in which all may have been decided one by one. Throws where there is none. */
function orderOf(wishes: readonly Wish[], answers: readonly Answer[]): number[] {
  const pairs = before(wishes, answers);
  const order: number[] = [];
  const left = new Set(answers.keys());
  while (left.size > 0) {
    const next = [...left].find(
      (index) => !pairs.some(([one, other]) => other === index && left.has(one)),
    );
    if (next === undefined) throw new Error(`no order explains what ${[...left].join()} were told`);
    order.push(next);
    left.delete(next);
  }
  return order;
}

describe('fifty at once, of one name, under one key, in places that are not ready or not theirs', () => {
  it('end as if they had been asked one by one', async () => {
    const property = fc.asyncProperty(
      fc.array(wish, { minLength: 50, maxLength: 50 }),
      async (wishes) => {
        const [together, alone] = [await givenWorld(), await givenWorld()];
        const atOnce = await Promise.all(wishes.map(together.ask));
        const oneByOne: Answer[] = [];
        for (const index of orderOf(wishes, atOnce))
          oneByOne[index] = await alone.ask(wishes[index]!);
        expect(told(atOnce)).toEqual(told(oneByOne));
        expect(await written(together)).toEqual(await written(alone));
      },
    );
    await fc.assert(property, { numRuns: 8, seed: 20_261_129, endOnFailure: true });
  }, 180_000);
});
