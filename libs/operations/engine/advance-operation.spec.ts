import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  engineForTests,
  givenOperation,
  kindsForTests,
  kindsWith,
  letTimePass,
  loseLease,
  storyOf,
  type GivenOperation,
} from '../../../test/support/engine.js';
import { armError, FakeArm } from '../../../test/support/fake-arm.js';
import { lookAtAll } from '../../../test/support/look.js';
import { ArmError } from '../arm.port.js';
import type { StepDefinition } from '../step.js';

let database: TestDatabase;
let arm: FakeArm;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  arm = new FakeArm();
});

const story = (operation: GivenOperation) => storyOf(database.pool, operation.operationId);
const engine = (overrides: Parameters<typeof engineForTests>[2] = {}) =>
  engineForTests(database.pool, arm, overrides);

describe('an operation', () => {
  it('goes from accepted to succeeded, and every move is in the audit trail', async () => {
    const operation = await givenOperation(database.pool);
    const { advance } = engine();
    await advance(operation.operationId);
    expect(await story(operation)).toMatchObject({
      status: 'RUNNING',
      steps: ['put compute: SUCCEEDED', 'await compute: WAITING', 'verify compute: PENDING'],
      audit: ['accepted', 'started', 'submitted'],
      dueAt: null,
      leaseUntil: null,
    });
    arm.end(operation.armId, 'Succeeded');
    await lookAtAll(database.pool, arm);
    await advance(operation.operationId);
    expect(await story(operation)).toMatchObject({
      status: 'SUCCEEDED',
      state: 'SUCCEEDED',
      steps: ['put compute: SUCCEEDED', 'await compute: SUCCEEDED', 'verify compute: SUCCEEDED'],
      audit: ['accepted', 'started', 'submitted', 'succeeded'],
    });
    expect(arm.ledger).toEqual([{ verb: 'PUT', armId: operation.armId }]);
  });

  it('hands what a step saw to the next one of the same run, and no further', async () => {
    const told: unknown[] = [];
    const step = (name: string, seen?: object): StepDefinition => ({
      name,
      writes: false,
      run: async (context) => {
        told.push(context.seen);
        return { outcome: 'done', ...(seen && { seen: { ...seen } }) };
      },
    });
    const steps = [step('look', { id: 'it' }), step('compare'), step('go on')];
    const create = kindsForTests().operation('COMPUTE_CLUSTER_CREATE');
    const kinds = kindsWith([{ ...create, steps }]);
    const operation = await givenOperation(database.pool, { kinds });
    await engine({ kinds }).advance(operation.operationId);
    expect(told).toEqual([undefined, { id: 'it' }, undefined]);
  });

  it('leaves an operation of a newer release to the workers of that', async () => {
    const operation = await givenOperation(database.pool);
    await database.pool.query(
      `UPDATE operation SET kind = 'QUANTUM_COMPUTE_CREATE' WHERE id = $1`,
      [operation.operationId],
    );
    expect(await engine().advance(operation.operationId)).toBe('nothing to do');
    expect(await story(operation)).toMatchObject({
      status: 'QUEUED',
      dequeues: 0,
      leaseUntil: null,
      steps: ['put compute: PENDING', 'await compute: PENDING', 'verify compute: PENDING'],
    });
  });

  it('tells of every change in the outbox, in the transaction of the change', async () => {
    const operation = await givenOperation(database.pool);
    await engine().advance(operation.operationId);
    const { rows } = await database.pool.query<{ topic: string }>(
      'SELECT topic FROM outbox_event WHERE operation_id = $1 ORDER BY id',
      [operation.operationId],
    );
    expect(rows.map((row) => row.topic)).toContain('operation.changed');
  });

  it('fails with what Azure said when the long-running operation fails', async () => {
    const operation = await givenOperation(database.pool);
    await engine().advance(operation.operationId);
    arm.end(operation.armId, 'Failed');
    await lookAtAll(database.pool, arm);
    await engine().advance(operation.operationId);
    expect(await story(operation)).toMatchObject({
      status: 'FAILED',
      error: 'AllocationFailed',
      state: 'FAILED',
      audit: ['accepted', 'started', 'submitted', 'failed'],
    });
  });

  it('is left alone by a worker that comes too late, too early or a second time', async () => {
    const operation = await givenOperation(database.pool);
    await engine().advance(operation.operationId);
    expect(await engine().advance(operation.operationId)).toBe('nothing to do');
    expect((await story(operation)).fence).toBe(1);
  });

  it('sends one PUT when it is advanced twice at once', async () => {
    const operation = await givenOperation(database.pool);
    const workers = ['a', 'b', 'c', 'd'].map((workerName) => engine({ workerName }));
    const answers = await Promise.all(workers.map((w) => w.advance(operation.operationId)));
    expect(answers.filter((answer) => answer === 'advanced')).toHaveLength(1);
    expect(arm.countOf('PUT', operation.armId)).toBe(1);
  });
});

describe('a worker that dies', () => {
  /** Dies where it is: nothing more is sent or written, and nobody hears of it. */
  const dieOn = (on: 'put' | 'get') => {
    let died!: () => void;
    const dead = new Promise<void>((resolve) => (died = resolve));
    arm.faults.push({ on, meanwhile: () => (died(), new Promise(() => undefined)) });
    return dead;
  };

  it('after ARM accepted and before the URL is stored: the next one adopts, and sends nothing twice', async () => {
    const operation = await givenOperation(database.pool);
    const dead = dieOn('put');
    void engine({ workerName: 'first' }).advance(operation.operationId);
    await dead;
    expect(await engine().advance(operation.operationId)).toBe('nothing to do');
    await loseLease(database.pool, operation.operationId);
    expect(await engine().advance(operation.operationId)).toBe('advanced');
    arm.end(operation.armId, 'Succeeded');
    await lookAtAll(database.pool, arm);
    await engine().advance(operation.operationId);
    expect((await story(operation)).status).toBe('SUCCEEDED');
    expect(arm.countOf('PUT', operation.armId)).toBe(1);
  });

  it('five times in the same step: the operation becomes a dead letter, its neighbour does not notice', async () => {
    const fatal = await givenOperation(database.pool);
    const neighbour = await givenOperation(database.pool);
    for (let claim = 1; claim <= 5; claim += 1) {
      const dead = dieOn('get');
      void engine().advance(fatal.operationId);
      await dead;
      await loseLease(database.pool, fatal.operationId);
    }
    await engine().advance(fatal.operationId);
    await engine().advance(neighbour.operationId);
    expect(await story(fatal)).toMatchObject({ status: 'FAILED', error: 'DEAD_LETTER' });
    expect((await story(fatal)).audit).toEqual(['accepted', 'started', 'failed']);
    expect(await story(neighbour)).toMatchObject({ status: 'RUNNING', dequeues: 0 });
  });
});

describe('a worker that slept past its lease', () => {
  it('writes nothing any more, and what the next one wrote stands', async () => {
    const operation = await givenOperation(database.pool);
    let wake!: () => void;
    let asleep!: () => void;
    const sleeping = new Promise<void>((resolve) => (asleep = resolve));
    arm.faults.push({
      on: 'put',
      meanwhile: () => (asleep(), new Promise((resolve) => (wake = resolve))),
    });
    const sleeper = engine({ workerName: 'sleeper' }).advance(operation.operationId);
    await sleeping;
    await loseLease(database.pool, operation.operationId);
    await engine({ workerName: 'next' }).advance(operation.operationId);
    const before = await story(operation);
    wake();
    expect(await sleeper).toBe('lease lost');
    expect(await story(operation)).toEqual(before);
    expect(arm.countOf('PUT', operation.armId)).toBe(1);
  });

  it('sends nothing where the lease would not outlast the request', async () => {
    const operation = await givenOperation(database.pool);
    let sleptMs = 0;
    const clock = { now: () => new Date(), monotonicMs: () => performance.now() + sleptMs };
    const memory: StepDefinition = {
      name: 'put compute',
      writes: true,
      run: async ({ arm: leased, resource, remember }) => {
        const remembered = remember({ submitting: true });
        sleptMs = 48_000;
        await remembered;
        await leased.put(resource.armId, {});
        return { outcome: 'done' };
      },
    };
    const kinds = kindsForTests({ put: memory });
    expect(await engine({ clock, kinds }).advance(operation.operationId)).toBe('lease lost');
    expect(arm.ledger).toEqual([]);
  });
});

describe('an answer that is no acceptance', () => {
  it('429 waits as long as ARM asks, is no attempt, and then succeeds', async () => {
    const operation = await givenOperation(database.pool);
    arm.faults.push({ on: 'put', error: armError('throttled', 17) });
    await engine().advance(operation.operationId);
    const waiting = await story(operation);
    expect(waiting.dueInSeconds).toBeGreaterThan(16);
    expect(waiting.dueInSeconds).toBeLessThan(18);
    expect(waiting.attempts[0]).toBe(1);
    expect(await engine().advance(operation.operationId)).toBe('nothing to do');
    await letTimePass(database.pool, operation.operationId);
    await engine().advance(operation.operationId);
    expect((await story(operation)).steps[0]).toBe('put compute: SUCCEEDED');
  });

  it('a conflict that may pass is sent again after 15 s, doubling to five minutes, and is no attempt', async () => {
    const operation = await givenOperation(database.pool);
    for (const seconds of [15, 30, 60, 120, 240, 300]) {
      arm.faults.push({ on: 'put', error: armError('conflict') });
      await engine({ random: () => 1 }).advance(operation.operationId);
      const { dueInSeconds } = await story(operation);
      expect(dueInSeconds).toBeLessThanOrEqual(seconds);
      expect(dueInSeconds).toBeGreaterThan(seconds / 2);
      await letTimePass(database.pool, operation.operationId);
    }
    expect((await story(operation)).attempts[0]).toBe(1);
  });

  it('throttling for ever never uses up the attempts', async () => {
    const operation = await givenOperation(database.pool);
    for (let run = 0; run < 12; run += 1) {
      arm.faults.push({ on: 'put', error: armError('throttled', 1) });
      await engine().advance(operation.operationId);
      await letTimePass(database.pool, operation.operationId);
    }
    expect(await story(operation)).toMatchObject({ status: 'RUNNING', dequeues: 0 });
  });

  it('an answer lost on the wire after ARM accepted: looks, adopts, sends nothing twice', async () => {
    const operation = await givenOperation(database.pool);
    arm.faults.push({ on: 'put', error: armError('transient'), after: true });
    await engine().advance(operation.operationId);
    await letTimePass(database.pool, operation.operationId);
    await engine().advance(operation.operationId);
    expect((await story(operation)).steps[1]).toBe('await compute: WAITING');
    expect(arm.countOf('PUT', operation.armId)).toBe(1);
  });

  it('a refusal fails the operation at once, with what Azure said', async () => {
    const operation = await givenOperation(database.pool);
    arm.faults.push({ on: 'put', error: armError('refused') });
    await engine().advance(operation.operationId);
    expect(await story(operation)).toMatchObject({ status: 'FAILED', error: 'refused' });
  });

  it('429 that asks for longer than the step may take is waited for no longer than that', async () => {
    const operation = await givenOperation(database.pool);
    arm.faults.push({ on: 'put', error: armError('throttled', 3_000) });
    await engine({ stepLimitMs: 60_000 }).advance(operation.operationId);
    const { dueInSeconds } = await story(operation);
    expect(dueInSeconds).toBeGreaterThan(30);
    expect(dueInSeconds).toBeLessThanOrEqual(60);
  });

  it.each([401, 403])(
    'a look that is refused with %i once Azure took the write is no end: it says why and goes on',
    async (httpStatus) => {
      const taken = { code: 'NoRole', message: 'may not read', retry: 'NEVER' } as const;
      const operation = await givenOperation(database.pool);
      await engine().advance(operation.operationId);
      arm.end(operation.armId, 'Succeeded');
      await lookAtAll(database.pool, arm);
      const error = new ArmError('refused', taken, httpStatus, undefined, false);
      arm.faults.push({ on: 'get', error });
      await engine().advance(operation.operationId);
      const { status, steps, messages } = await story(operation);
      expect(status).toBe('RUNNING');
      expect(steps[2]).toBe('verify compute: RUNNING');
      expect(messages[2]).toContain('NoRole: may not read');
      await letTimePass(database.pool, operation.operationId);
      await engine().advance(operation.operationId);
      expect(await story(operation)).toMatchObject({ status: 'SUCCEEDED' });
    },
  );

  it('a look that is refused before anything was sent ends it at once', async () => {
    const missing = { code: 'AuthorizationFailed', message: 'no role', retry: 'NEVER' } as const;
    const operation = await givenOperation(database.pool);
    arm.faults.push({ on: 'get', error: new ArmError('refused', missing, 403, undefined, false) });
    await engine().advance(operation.operationId);
    expect(await story(operation)).toMatchObject({
      status: 'FAILED',
      error: 'AuthorizationFailed',
    });
  });

  it('a mistake of our own is tried five times, further and further apart, and then fails by name', async () => {
    const broken: StepDefinition = {
      name: 'put compute',
      writes: true,
      run: () => Promise.reject(new TypeError('x is not a function')),
    };
    const deps = engine({ kinds: kindsForTests({ put: broken }) });
    const operation = await givenOperation(database.pool);
    const waits: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      await deps.advance(operation.operationId);
      waits.push((await story(operation)).dueInSeconds ?? 0);
      await letTimePass(database.pool, operation.operationId);
    }
    expect(waits[3]).toBeGreaterThan((waits[0] ?? 0) * 4);
    expect(await story(operation)).toMatchObject({ status: 'FAILED', error: 'ATTEMPTS_EXHAUSTED' });
    expect(deps.unforeseenErrors).toHaveLength(5);
  });
});
