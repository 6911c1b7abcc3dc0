import pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAuthenticator } from '#libs/tenants';
import { FairQueue } from '../../../apps/api/src/cost/fair-queue.js';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { createTestDatabase } from '../../support/database.js';
import { givenKey, givenOperation, givenTeam, rowIdOf } from '../../support/gateway.js';
import { everyWay, streamWays, type Client, type Told } from '../../support/ways-in.js';

let api: ApiUnderTest;
let hurried: ApiUnderTest;
let teamId: string;
const logged: string[] = [];

/** Requests of whoever is held back are looked up, and then wait until they are let go together. */
const heldBack = { key: '', count: 0, gate: Promise.withResolvers<void>() };

beforeAll(async () => {
  const database = await createTestDatabase();
  const authenticate = createAuthenticator({ pool: database.pool, onError: () => undefined });
  const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) });
  api = await startApi(database, undefined, log, {
    authenticate: async (key) => {
      const actor = await authenticate(key);
      if (key !== heldBack.key) return actor;
      heldBack.count += 1;
      await heldBack.gate.promise;
      return actor;
    },
  });
  teamId = await givenTeam(api, 'vision');
  hurried = await startApi(undefined, undefined, undefined, {
    http: { corsOrigins: [], trustedProxies: [], deadlineSeconds: 1 },
  });
});
afterAll(async () => {
  await api.close();
  await api.database.drop();
  await hurried.close();
});

/** Turns that were taken and not given back. */
let turnsTaken = 0;
for (const way of ['enter', 'enterAsEvent'] as const) {
  const enter = FairQueue.prototype[way];
  FairQueue.prototype[way] = async function (...asked) {
    const leave = await enter.apply(this, asked);
    turnsTaken += 1;
    return () => {
      turnsTaken -= 1;
      leave();
    };
  };
}

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await expect.poll(() => turnsTaken).toBe(0);
});
const opened = <T extends { close(): unknown }>(one: T): T => {
  open.push(one);
  return one;
};

/** Whoever reads of these tables waits until the test is over, or `release` is called. */
async function hold(to: ApiUnderTest, tables = 'resource, operation') {
  const holder = new pg.Client({ connectionString: to.database.migrationUrl });
  await holder.connect();
  const release = opened({ close: () => holder.end() }).close;
  await holder.query(`BEGIN; LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE`);
  /** Statements that wait for the tables. */
  const waiting = async (): Promise<number> => {
    const { rows } = await holder.query<{ count: number }>(
      `SELECT count(DISTINCT pid)::int AS count FROM pg_locks
        WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return rows[0]!.count;
  };
  return { release, waiting };
}
/** Shorter than the three seconds after which a wait for a lock ends by itself. */
const patience = { timeout: 2_000, interval: 20 };

const whoAmI = '{ viewer { id displayName } }';
const page = '{ computes(first: 10) { nodes { id } } workspaces(first: 10) { nodes { id } } }';
/** More than a principal may run of without a turn, less than all may together. */
const costly = `{ computes(first: 100) { nodes { id name location costTags { key value source }
  operations(first: 3) { nodes { id kind status } } } } }`;

const codeOf = ({ errors }: Told): unknown => errors?.[0]?.extensions?.code;

describe.each(streamWays)('a query or a mutation over $name', ({ connect }) => {
  it('tells what it costs', async () => {
    const client = opened(connect(api));
    const cost = { requested: 3, limit: 15_000 };
    expect(await client.ask(whoAmI).answer).toMatchObject({
      data: { viewer: { displayName: 'development' } },
      extensions: { cost },
    });
    const mutation = 'mutation { cancelOperation(input: { id: "x" }) { userErrors { code } } }';
    expect(await client.ask(mutation).answer).toMatchObject({
      extensions: { cost: { requested: expect.any(Number) as number, limit: 15_000 } },
    });
  });

  it('is not sent an answer that is too large', async () => {
    const id = await givenOperation(api, teamId, `large-${crypto.randomUUID().slice(0, 8)}x`);
    await api.database.pool.query(
      `UPDATE operation SET error = jsonb_build_object('code', 'x', 'retry', 'LATER', 'message', repeat('x', 50000)) WHERE id = $1`,
      [rowIdOf(id)],
    );
    const ids = Array.from({ length: 100 }, () => `"${id}"`).join();
    const query = `{ nodes(ids: [${ids}]) { ... on Operation { error { message } } } }`;
    const told = await opened(connect(api)).ask(query).answer;
    expect(told).toMatchObject({
      errors: [
        {
          message: expect.stringMatching(/^The answer would have 5\d{6} bytes/) as string,
          extensions: { code: 'ANSWER_TOO_LARGE' },
        },
      ],
    });
    expect(told.data).toBeUndefined();
  });
});

describe.each(everyWay)('over $name', ({ name, connect }) => {
  it('what a client asked for ends in PostgreSQL when the client leaves, and is no failure', async () => {
    const [one, other] = [opened(connect(api)), opened(connect(api))];
    // Who asks is known before: that is looked up once for many.
    await Promise.all([one, other].map((client) => client.ask(whoAmI).answer));
    const { waiting } = await hold(api);
    logged.splice(0);
    const asked = one.ask(page);
    void other.ask(page);
    await expect.poll(waiting, patience).toBe(4);
    asked.leave();
    await expect.poll(waiting, patience).toBe(2);
    other.close();
    await expect.poll(waiting, patience).toBe(0);
    await one.ask(whoAmI).answer;
    expect(logged).toEqual([]);
  });

  it('a request that takes longer than any may is told so, be it running or waiting for its turn', async () => {
    const client = opened(connect(hurried));
    await client.ask(whoAmI).answer;
    const { waiting } = await hold(hurried);
    // Even of a principal who is alone not so many run at a time.
    const asked = Array.from({ length: 30 }, () => client.ask(costly).answer);
    for (const told of await Promise.all(asked)) expect(codeOf(told)).toBe('DEADLINE_EXCEEDED');
    expect(await waiting()).toBe(0);
    expect(await client.ask(whoAmI).answer).toHaveProperty('data.viewer');
  });

  it('one principal has one request taken up in a turn of the event loop', async () => {
    const key = await givenKey(api, teamId, 'VIEWER', `many over ${name}`);
    const client = opened(connect(api, key));
    await client.ask(whoAmI).answer;
    const turns = recordTurns(/FROM resource/);
    Object.assign(heldBack, { key, count: 0, gate: Promise.withResolvers<void>() });
    const asked = Array.from(
      { length: 10 },
      () => client.ask('{ workspaces(first: 1) { nodes { id } } }').answer,
    );
    await expect.poll(() => heldBack.count).toBe(10);
    heldBack.gate.resolve();
    await Promise.all(asked);
    expect(new Set(turns())).toHaveProperty('size', 10);
  });
});

describe('a socket', () => {
  const [, { connect }] = streamWays as [unknown, (typeof streamWays)[number]];

  it('is read on only when what it sent before has been looked at', async () => {
    const key = await givenKey(api, teamId, 'VIEWER', 'sends much');
    const client = opened(connect(api, key));
    await client.ask(whoAmI).answer;
    Object.assign(heldBack, { key, count: 0, gate: Promise.withResolvers<void>() });
    const query = `${whoAmI} #${'x'.repeat(20_000)}`;
    const asked = Array.from({ length: 1_000 }, () => client.ask(query).answer);
    let before = 0;
    const settled = (): boolean => {
      const isSettled = heldBack.count > 0 && heldBack.count === before;
      before = heldBack.count;
      return isSettled;
    };
    await expect.poll(settled, { interval: 200, timeout: 20_000 }).toBe(true);
    expect(heldBack.count).toBeGreaterThanOrEqual(100);
    expect(heldBack.count).toBeLessThan(200);
    heldBack.gate.resolve();
    for (const told of await Promise.all(asked)) expect(told).toHaveProperty('data.viewer');
  });
});

/** The turns of the event loop in which PostgreSQL was asked so; the call ends the recording. */
function recordTurns(statement: RegExp): () => number[] {
  const { pool } = api.database;
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
  const turns: number[] = [];
  let turn = 0;
  let ticking = setImmediate(function tick() {
    turn += 1;
    ticking = setImmediate(tick);
  });
  const spy = vi.spyOn(pool, 'query').mockImplementation((...args: unknown[]) => {
    if (statement.test(JSON.stringify(args[0]))) turns.push(turn);
    return query(...args);
  });
  return () => {
    clearImmediate(ticking);
    spy.mockRestore();
    return turns;
  };
}

/** Tells subscriptions that an operation changed. */
const tell = (operationId: string) =>
  api.database.pool.query(`SELECT pg_notify('armature_outbox', $1)`, [
    JSON.stringify({ topic: 'operation.changed', operationId, teamId: rowIdOf(teamId) }),
  ]);

/** Subscriptions each have another name for what they ask: those that ask the very same share its answer. */
describe.each(streamWays)('turns of requests over $name', ({ name, connect }) => {
  let greedy: string;
  let modest: string;
  beforeAll(async () => {
    greedy = await givenKey(api, teamId, 'VIEWER', `greedy over ${name}`);
    modest = await givenKey(api, teamId, 'VIEWER', `modest over ${name}`);
  });

  /** Both were there a moment ago: nobody has the server alone. */
  async function connectBoth(): Promise<[Client, Client]> {
    const clients: [Client, Client] = [opened(connect(api, greedy)), opened(connect(api, modest))];
    for (const client of clients) await client.ask(whoAmI).answer;
    return clients;
  }

  it('are taken between principals', async () => {
    const [many, one] = await connectBoth();
    const { release, waiting } = await hold(api);
    const order: string[] = [];
    const answers = Array.from({ length: 30 }, () =>
      many.ask(costly).answer.then(() => order.push('greedy')),
    );
    await expect.poll(waiting, patience).toBeGreaterThan(0);
    answers.push(one.ask(costly).answer.then(() => order.push('modest')));
    // What costs little does not wait; by its answer the one before has come in.
    await one.ask(whoAmI).answer;
    await release();
    await Promise.all(answers);
    expect(order.indexOf('modest')).toBeLessThan(15);
  });

  it('are the same as over HTTP: too many that wait are refused there too', async () => {
    const [many, one] = await connectBoth();
    await hold(api);
    const refused = Promise.withResolvers<Told>();
    let isOver = false;
    // What held the tables up for too long has left: another takes its place, so that no fewer wait.
    const ask = (): void =>
      void many.ask(costly, (told) => {
        if (codeOf(told) === 'TOO_MANY_REQUESTS') refused.resolve(told);
        else if (!isOver) ask();
      });
    for (let count = 0; count < 300; count++) ask();
    expect((await refused.promise).errors?.[0]?.message).toMatch(/^200 of your requests wait/);
    await expect
      .poll(() => api.graphql(greedy, costly))
      .toMatchObject({
        status: 429,
        errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }],
      });
    isOver = true;
    expect(await one.ask(whoAmI).answer).toHaveProperty('data.viewer');
  });

  it('are taken for the events of subscriptions', async () => {
    const [many, one] = await connectBoth();
    const id = rowIdOf(await givenOperation(api, teamId, `told-${name.slice(0, 5)}`));
    const order: string[] = [];
    const told = Promise.withResolvers<void>();
    const trail = `auditEvents(first: 40) { nodes { id action actorName actorRoles actor { id displayName }
      operation { id kind status targetName createdAt steps { name status } } } }`;
    for (let count = 0; count < 40; count++)
      void many.ask(`subscription { s${count}: operationsUpdated { id ${trail} } }`, () => {
        if (order.push('greedy') === 41) told.resolve();
      });
    await expect.poll(() => api.streamCount()).toBe(40);
    const { release, waiting } = await hold(api, 'audit_event');
    await tell(id);
    await expect.poll(waiting, patience).toBeGreaterThan(0);
    void one.ask(`{ operations(first: 1) { nodes { id ${trail} } } }`, () => {
      if (order.push('modest') === 41) told.resolve();
    });
    await one.ask(whoAmI).answer;
    await release();
    await told.promise;
    expect(order.indexOf('modest')).toBeLessThan(20);
  });

  it('are taken for one event of a principal in a turn of the event loop', async () => {
    const [many] = await connectBoth();
    const id = rowIdOf(await givenOperation(api, teamId, `begun-${name.slice(0, 5)}`));
    const { promise: told, resolve } = Promise.withResolvers<void>();
    let count = 0;
    for (let stream = 0; stream < 10; stream++)
      void many.ask(`subscription { s${stream}: operationsUpdated { id target { id } } }`, () => {
        if ((count += 1) === 10) resolve();
      });
    await expect.poll(() => api.streamCount()).toBe(10);
    const turns = recordTurns(/FROM resource\b/);
    await tell(id);
    await told;
    expect(new Set(turns())).toHaveProperty('size', 10);
  });
});
