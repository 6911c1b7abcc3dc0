import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { createClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { eventBody, eventTypes, type NumberedEvent } from '#libs/events';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at, givenKey, type Loose } from '../../support/gateway.js';
import { rest } from '../../support/rest.js';
import { givenScopes, type GivenTeam } from '../../support/scope-scene.js';

let api: ApiUnderTest;
let ours: GivenTeam;
let theirs: GivenTeam;
let viewerKey: string;
beforeAll(async () => {
  api = await startApi();
  ours = await givenScopes(api, 'ours', 'rg-ours');
  theirs = await givenScopes(api, 'theirs', 'rg-theirs');
  viewerKey = await givenKey(api, ours.teamId, 'VIEWER', 'viewer');
});
afterAll(() => api?.close());

const newName = (): string => `c${randomUUID().slice(0, 8)}x`;

async function createCluster(of: GivenTeam = ours): Promise<{ id: string; computeId: string }> {
  const { data } = await api.graphql(
    api.adminKey,
    `mutation ($input: CreateComputeClusterInput!) { createComputeCluster(input: $input) {
      operation { id } compute { id } userErrors { message } } }`,
    {
      input: {
        workspaceId: of.workspaceId,
        name: newName(),
        vmSize: 'Standard_DS3_v2',
        scale: { maxNodeCount: 1 },
      },
    },
  );
  const { operation, compute } = at(data)['createComputeCluster']!;
  return { id: operation!['id']!, computeId: compute!['id']! };
}

/** Everything is done that was asked for; then our group goes to the team. */
async function move(teamId: string): Promise<void> {
  const { pool } = api.database;
  await pool.query(
    `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL, completed_at = now() WHERE completed_at IS NULL`,
  );
  await pool.query(`UPDATE resource SET provisioning_state = 'SUCCEEDED'`);
  const { data } = await api.graphql(
    api.adminKey,
    'mutation ($input: MoveResourceInput!) { moveResource(input: $input) { userErrors { code } } }',
    { input: { resourceId: ours.groupId, teamId } },
  );
  expect(at(data)['moveResource']).toEqual({ userErrors: [] });
}

const fields = `nodes { id type sequence subjectSequence subject { id __typename } team { id } occurredAt data }
  pageInfo { hasNextPage endCursor } totalCount { count }`;

async function read(key: string, args: object): Promise<Loose> {
  const { data, errors } = await api.graphql(
    key,
    `query ($first: Int, $after: String, $filter: EventFilter) {
      events(first: $first, after: $after, filter: $filter) { ${fields} } }`,
    { first: 100, ...args },
  );
  expect(errors).toBeUndefined();
  return at(data)['events']!;
}
const nodesOf = ({ nodes }: Loose) => nodes as unknown as Loose[];

/** The number of the newest event. */
async function newest(): Promise<string> {
  const { nodes } = await readAll(api.adminKey);
  return nodes.at(-1)?.['sequence'] ?? '0';
}

async function readAll(key: string, after = '0', first = 7): Promise<{ nodes: Loose[] }> {
  const page = await read(key, { first, after });
  const nodes = nodesOf(page);
  if (!page['pageInfo']!['hasNextPage']) return { nodes };
  const rest = await readAll(key, page['pageInfo']!['endCursor'], first);
  return { nodes: [...nodes, ...rest.nodes] };
}

describe('the feed', () => {
  it('tells whoever asked for something of it in the next request', async () => {
    const after = await newest();
    const { id, computeId } = await createCluster();
    const told = nodesOf(await read(viewerKey, { after }));
    expect(told).toMatchObject([
      {
        type: 'OPERATION_ACCEPTED',
        subject: { id, __typename: 'Operation' },
        subjectSequence: 1,
        team: { id: ours.teamId },
        data: { kind: 'COMPUTE_CLUSTER_CREATE', status: 'QUEUED', target: { id: computeId } },
      },
      { type: 'COMPUTE_STATE_CHANGED', subject: { id: computeId }, subjectSequence: 1 },
    ]);
  });

  it('is read page by page without gaps or repeats, by numbers and by cursors', async () => {
    for (let times = 0; times < 3; times += 1) await createCluster();
    const whole = (await readAll(api.adminKey, '0', 100)).nodes;
    expect(whole.map(({ sequence }) => Number(sequence))).toEqual(whole.map((_, at) => at + 1));
    const { nodes } = await readAll(api.adminKey, '0', 2);
    expect(nodes.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    const { totalCount } = await read(api.adminKey, { first: 1 });
    expect(totalCount).toEqual({ count: whole.length });
  });

  it('shows a team nothing of others, and of what is nobody’s nothing', async () => {
    const { id } = await createCluster(theirs);
    await api.seal();
    const { nodes } = await readAll(viewerKey);
    expect(nodes.filter(({ team }) => team?.['id'] !== ours.teamId)).toEqual([]);
    expect(nodesOf(await read(viewerKey, { filter: { subjectId: id } }))).toEqual([]);
    expect(nodesOf(await read(viewerKey, { filter: { teamId: theirs.teamId } }))).toEqual([]);
    const sealed = await read(api.adminKey, { filter: { type: 'AUDIT_SEALED' } });
    expect(nodesOf(sealed)[0]).toMatchObject({ subject: null, team: null });
    const { data } = await api.graphql(viewerKey, 'query ($id: ID!) { node(id: $id) { id } }', {
      id: nodesOf(sealed)[0]!['id']!,
    });
    expect(data).toEqual({ node: null });
  });

  it('shows what somebody may see now, and not what they might then', async () => {
    const key = await givenKey(api, ours.teamId, 'VIEWER', `then-${newName()}`);
    const { id } = await createCluster();
    const filter = { subjectId: id };
    expect(nodesOf(await read(key, { filter }))).toHaveLength(1);
    await move(theirs.teamId);
    expect(nodesOf(await read(key, { filter }))).toEqual([]);
    const moved = nodesOf(await read(api.adminKey, { filter: { type: 'COMPUTE_MOVED' } }));
    expect(moved.at(-1)).toMatchObject({
      team: { id: theirs.teamId },
      data: { from: { id: ours.teamId }, to: { id: theirs.teamId } },
    });
    await move(ours.teamId);
    expect(nodesOf(await read(key, { filter }))).toHaveLength(1);
  });

  it.each(['', 'nonsense', '-1', '1.5', '99999999999999999999'])(
    'refuses to go on behind %j',
    async (after) => {
      const { errors } = await api.graphql(
        viewerKey,
        'query ($after: String) { events(first: 1, after: $after) { nodes { id } } }',
        { after },
      );
      expect(errors).toMatchObject([
        {
          message:
            'after is no place in the feed: pass the sequence of an event, or a cursor of events.',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ]);
    },
  );

  it('answers the same over REST', async () => {
    const { id } = await createCluster();
    const [asked] = nodesOf(await read(viewerKey, { filter: { subjectId: id } }));
    const after = String(Number(asked!['sequence']) - 1);
    const { status, body } = await rest(api, viewerKey, `/events?first=1&after=${after}`);
    expect(status).toBe(200);
    expect((body as unknown as { items: Loose[] }).items).toMatchObject([
      { id: asked!['id'], sequence: asked!['sequence'], type: 'OPERATION_ACCEPTED' },
    ]);
    expect((await rest(api, viewerKey, '/events?after=x')).status).toBe(400);
  });
});

describe('openapi.json', () => {
  const { webhooks } = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
    webhooks: Record<
      string,
      { post: { requestBody: { content: { 'application/json': { schema: object } } } } }
    >;
  };
  const ajv = new Ajv2020({ strict: true });
  formats.default(ajv);

  it('has the schema of every type of event, and each takes what receivers are sent', async () => {
    expect(Object.keys(webhooks)).toEqual(eventTypes.map(({ type }) => type));
    await createCluster();
    await readAll(api.adminKey);
    const { rows } = await api.database.pool.query<NumberedEvent>(
      `SELECT id, type, sequence::text, subject_type AS "subjectType", subject_id AS "subjectId",
         subject_sequence AS "subjectSequence", team_id AS "teamId", occurred_at AS "occurredAt", data FROM event`,
    );
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) {
      const { schema } = webhooks[row.type]!.post.requestBody.content['application/json'];
      const isSo = ajv.compile(schema);
      expect([isSo(eventBody(row)), isSo.errors]).toEqual([true, null]);
      expect(isSo({ ...eventBody(row), subjectSequence: 'first' })).toBe(false);
    }
  });
});

/** Whoever follows, by one of the ways in; ends when the spec leaves. */
interface Way {
  name: string;
  follow(key: string, args: { after?: string; filter?: object }): AsyncIterable<Loose>;
}

const subscription = `subscription ($after: String, $filter: EventFilter) {
  eventOccurred(after: $after, filter: $filter) { id type sequence subjectSequence subject { id } } }`;

async function* occurred(results: AsyncIterable<unknown>): AsyncIterable<Loose> {
  for await (const result of results) yield at(at(result)['data'])['eventOccurred']!;
}

async function* readStream(key: string, query: string, known?: string): AsyncIterable<Loose> {
  const over = new AbortController();
  const response = await fetch(`${api.url}/v1/events${query}`, {
    signal: over.signal,
    headers: {
      authorization: `Bearer ${key}`,
      accept: 'text/event-stream',
      ...(known !== undefined && { 'last-event-id': known }),
    },
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  try {
    let text = '';
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const [, id, data] = /^id: (\d+)\ndata: (.+)$/.exec(event) ?? [];
        if (data === undefined) continue;
        const told = at(JSON.parse(data));
        expect(told['sequence']).toBe(id);
        yield told;
      }
    }
  } finally {
    over.abort();
  }
}

const ways: readonly Way[] = [
  {
    name: 'a subscription over server-sent events',
    follow: (key, variables) =>
      occurred(
        createClient({
          url: `${api.url}/graphql/stream`,
          headers: { authorization: `Bearer ${key}` },
          retryAttempts: 0,
        }).iterate({ query: subscription, variables }),
      ),
  },
  {
    name: 'a subscription over a WebSocket',
    follow: (key, variables) =>
      occurred(
        createWsClient({
          url: `${api.url.replace('http', 'ws')}/graphql`,
          webSocketImpl: WebSocket,
          connectionParams: { authorization: `Bearer ${key}` },
          retryAttempts: 0,
          lazyCloseTimeout: 0,
        }).iterate({ query: subscription, variables }),
      ),
  },
  { name: 'GET /v1/events', follow: (key, { after }) => readStream(key, '', after) },
];

/** Follows until it was told of all these operations, left at random and come back behind what it was told last. */
async function followUntil(way: Way, after: string, ids: () => readonly string[] | undefined) {
  const told: Loose[] = [];
  const isOver = (): boolean => {
    const all = ids();
    const subjects = new Set(told.map(({ subject }) => subject!['id']));
    return all !== undefined && all.every((id) => subjects.has(id as never));
  };
  while (!isOver()) {
    let patience = 1 + Math.floor(Math.random() * 9);
    for await (const event of way.follow(api.adminKey, {
      after: told.at(-1)?.['sequence'] ?? after,
    })) {
      told.push(event);
      patience -= 1;
      if (patience === 0 || isOver()) break;
    }
  }
  return told;
}

describe.each(ways)('who follows by $name', (way) => {
  it('is told of everything once and in its order, left and come back at random', async () => {
    const after = await newest();
    const asked: { ids?: string[] } = {};
    const following = followUntil(way, after, () => asked.ids);
    const made = Array.from({ length: 50 }, async () => {
      await sleep(Math.random() * 300);
      return (await createCluster()).id;
    });
    const all = await Promise.all(made);
    // Until one more is told of, whoever waits has nothing to come back for.
    asked.ids = [...all, (await createCluster()).id];
    const told = await following;
    const whole = (await readAll(api.adminKey, after, 100)).nodes;
    expect(told.map(({ id }) => id)).toEqual(whole.slice(0, told.length).map(({ id }) => id));
  });

  it('is told from now on where it names no place', async () => {
    const following = (async () => {
      for await (const event of way.follow(viewerKey, {})) return event;
      return undefined;
    })();
    await vi.waitFor(() => expect(api.streamCount()).toBeGreaterThan(0), { timeout: 10_000 });
    const ids: string[] = [];
    // What it is told first is of something that was made since it listened.
    while (ids.length === 0 || api.streamCount() > 0) {
      ids.push((await createCluster()).id);
      await sleep(50);
    }
    expect(ids).toContain((await following)!['subject']!['id']);
  });

  it('is told what it may see by the roles of now', async () => {
    const name = `of-now-${newName()}`;
    const key = await givenKey(api, ours.teamId, 'VIEWER', name);
    const told: Loose[] = [];
    const following = (async () => {
      for await (const event of way.follow(key, { after: await newest() })) told.push(event);
    })().catch(() => undefined);
    await vi.waitFor(() => expect(api.streamCount()).toBeGreaterThan(0), { timeout: 10_000 });
    await createCluster(theirs);
    const { id } = await createCluster();
    await vi.waitFor(() => expect(told.map(({ subject }) => subject?.['id'])).toContain(id), {
      timeout: 10_000,
    });
    expect(new Set(told.map(({ team }) => team?.['id'] ?? ours.teamId))).toEqual(
      new Set([ours.teamId]),
    );
    await api.database.pool.query(
      `UPDATE api_key SET revoked_at = now() WHERE principal_id = (SELECT id FROM principal WHERE display_name = $1)`,
      [name],
    );
    await following;
    expect(api.streamCount()).toBe(0);
  });
});

describe('a feed that is asked wrong over REST', () => {
  const follow = (path: string, headers: Record<string, string> = {}, key = viewerKey) =>
    fetch(`${api.url}/v1/events${path}`, {
      headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream', ...headers },
    });

  it.each([
    ['?after=x', {}],
    ['', { 'last-event-id': 'x' }],
    ['?type=NOTHING', {}],
    ['?other=1', {}],
  ])('is refused before anything is streamed: %s %j', async (path, headers) => {
    const { status, headers: answered } = await follow(path, headers);
    expect(status).toBe(400);
    expect(answered.get('content-type')).toContain('application/problem+json');
  });

  it('is refused to nobody, and where nothing of it is accepted', async () => {
    expect((await follow('', {}, 'arm_wrong')).status).toBe(401);
    expect((await follow('', { accept: 'text/html' })).status).toBe(406);
  });
});
