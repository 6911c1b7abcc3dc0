import { inspect } from 'node:util';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient, type Client } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { createLog } from '#libs/log';
import { withoutValues } from '../../../apps/api/src/errors/without-values.js';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import {
  byLiterals,
  byVariables,
  canary,
  everyTurn,
  fillings,
  rootFields,
} from '../../support/canary-inputs.js';
import { givenWorkspace } from '../../support/engine.js';

let api: ApiUnderTest;
let ids: Record<string, string | null>;
let socket: Client;
/** All that the API wrote anywhere, and the texts of the errors that it answered. */
const logged: string[] = [];
const errors: string[] = [];

beforeAll(async () => {
  for (const stream of ['error', 'warn', 'log', 'info'] as const)
    vi.spyOn(console, stream).mockImplementation((...said) => void logged.push(inspect(said)));
  const destination = { write: (line: string) => void logged.push(line) };
  const log = createLog({ process: 'api', level: 'trace', reword: withoutValues, destination });
  api = await startApi(undefined, undefined, log);
  const { teamId, workspaceId } = await givenWorkspace(api.database.pool);
  const { rows } = await api.database.pool.query<{ id: string }>(
    'SELECT parent_id AS id FROM resource WHERE id = $1',
    [workspaceId],
  );
  const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64url');
  ids = {
    teamId: globalId('Team', teamId),
    workspaceId: globalId('Workspace', workspaceId),
    after: null,
    before: null,
    last: null,
    principalId: null,
    idempotencyKey: null,
    requestedById: null,
    actorId: null,
    subjectId: null,
    createdById: null,
    entraGroupId: null,
    operationId: null,
    resourceGroupId: globalId('ResourceGroup', rows[0]!.id),
    teamIds: globalId('Team', teamId),
    workspaceIds: globalId('Workspace', workspaceId),
    resourceGroupIds: globalId('ResourceGroup', rows[0]!.id),
    principalIds: globalId('Principal', teamId),
    requestedByIds: globalId('Principal', teamId),
    actorIds: globalId('Principal', teamId),
    subjectIds: globalId('Principal', teamId),
    createdByIds: globalId('Principal', teamId),
    entraGroupIds: globalId('EntraGroup', teamId),
    expiresAt: null,
    // Nothing else is taken for a size.
    vmSize: `Standard_${canary}`,
  };
  socket = createWsClient({
    url: `${api.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${api.adminKey}`, more: canary },
    lazy: false,
  });
});
afterAll(async () => {
  await socket.dispose();
  await api.close();
  vi.restoreAllMocks();
});

interface Asked {
  query: string;
  variables: Record<string, unknown>;
}
interface Told {
  errors?: readonly { message: string }[] | undefined;
}

const headers = (): Record<string, string> => ({
  authorization: `Bearer ${api.adminKey}`,
  'content-type': 'application/json',
  'user-agent': canary,
  'x-request-id': canary,
  'x-forwarded-for': canary,
  cookie: canary,
});

async function byPost(asked: Asked): Promise<Told> {
  const body = JSON.stringify(asked);
  const response = await fetch(`${api.url}/graphql`, { method: 'POST', headers: headers(), body });
  return (await response.json()) as Told;
}

async function byGet({ query, variables }: Asked): Promise<Told> {
  const text = new URLSearchParams({ query, variables: JSON.stringify(variables) }).toString();
  const response = await fetch(`${api.url}/graphql?${text}`, { headers: headers() });
  return (await response.json()) as Told;
}

/** The first thing that a stream tells; one that is open and has nothing to tell is left. */
async function first(events: AsyncIterableIterator<unknown>): Promise<Told> {
  let isOver = false;
  const next = events.next().then(
    ({ value }) => (value ?? {}) as Told,
    (told: unknown) => ({ errors: Array.isArray(told) ? (told as { message: string }[]) : [] }),
  );
  const opened = vi.waitUntil(() => isOver || api.streamCount() > 0, {
    interval: 2,
    timeout: 20_000,
  });
  const told = await Promise.race([next, opened.then((): Told => ({}))]);
  isOver = true;
  await events.return?.();
  await expect.poll(() => api.streamCount()).toBe(0);
  return told;
}

const bySse = (asked: Asked): Promise<Told> =>
  first(createSseClient({ url: `${api.url}/graphql/stream`, headers: headers() }).iterate(asked));

const byWebSocket = (asked: Asked): Promise<Told> => first(socket.iterate(asked));

const ways = { byPost, byGet, bySse, byWebSocket };

describe('what a client gives', () => {
  it.each(Object.entries(ways))(
    '%s, in any field, stands in no log and no error',
    async (_way, send) => {
      for (const root of rootFields)
        for (const [name, filling] of Object.entries(fillings(ids)))
          for (const values of everyTurn(root.field.args, filling)) {
            const asked = [
              { query: byVariables(root), variables: values },
              { query: byLiterals(root, values), variables: {} },
            ];
            for (const one of asked) {
              const answer = await send(one);
              for (const { message } of answer.errors ?? [])
                errors.push(`${root.field.name}, ${name}: ${message}`);
            }
          }
      expect(errors.length).toBeGreaterThan(100);
      expect(errors.filter((text) => text.includes(canary))).toEqual([]);
      expect(logged.filter((text) => text.includes(canary))).toEqual([]);
      expect(errors.filter((text) => text.includes('Something went wrong here'))).toEqual([]);
      // What is right gets as far as the use case, which refuses by data.
      const wrongly = errors.filter((text) =>
        /where they fit: (?!Subscriptions go|GET|There is no such|None of your teams)/.test(text),
      );
      expect(wrongly).toEqual([]);
    },
    120_000,
  );

  it('beside its fields stands in none either', async () => {
    const post = async (path: string, body: string, more: Record<string, string> = {}) => {
      const sent = { method: 'POST', headers: { ...headers(), ...more }, body };
      return (await fetch(api.url + path, sent)).text();
    };
    const get = async (path: string, more: Record<string, string> = {}) =>
      (await fetch(api.url + path, { headers: { ...headers(), ...more } })).text();
    const query = '{ viewer { id } }';
    const bodies = [
      `{"query": "${canary}`,
      `"${canary}"`,
      `{"__proto__": {"${canary}": 1}}`,
      JSON.stringify({ query, operationName: canary }),
      JSON.stringify({ query, variables: canary }),
      JSON.stringify({ query, extensions: canary }),
      JSON.stringify({ query, [canary]: canary }),
      JSON.stringify({ query: [canary] }),
      JSON.stringify({ query: `"${canary}"` }),
      JSON.stringify({ query: `{ viewer { id } } # ${canary.repeat(10_000)}` }),
      JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: canary } } }),
      JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash: canary } } }),
      JSON.stringify({ query, extensions: { persistedQuery: canary } }),
      JSON.stringify({ query: `subscription { operationUpdated(id: "${canary}") { id } }` }),
    ];
    const stream = { accept: 'text/event-stream' };
    const answers: string[] = [];
    for (const body of bodies) {
      answers.push(await post('/graphql', body), await post('/graphql/stream', body, stream));
      answers.push(await post('/graphql', body, { 'content-type': `text/${canary}` }));
      answers.push(await post('/graphql', body, { authorization: `Bearer ${canary}` }));
    }
    for (const path of [
      `/${canary}`,
      `/operations/${canary}`,
      `/operations/%zz${canary}`,
      `/?${canary}`,
      `/graphql?query=${canary}`,
      `/graphql?query={viewer{id}}&variables=${canary}`,
      `/graphql/stream?query=${canary}`,
      `/graphql/stream?query={viewer{id}}&variables=${canary}`,
      `/graphiql/${canary}`,
    ])
      answers.push(await get(path), await get(path, stream), await get(path, { accept: canary }));
    expect(answers.filter((text) => text.includes(canary))).toEqual([]);

    for (const said of [
      canary,
      `{"type":"${canary}"}`,
      `{"type":"connection_init","payload":"${canary}"}`,
      `{"type":"subscribe","id":"${canary}","payload":{"query":"${query}"}}`,
      `{"type":"connection_init","payload":{"authorization":"Bearer ${canary}"}}`,
    ]) {
      const raw = new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      raw.on('open', () => raw.send(said));
      const reason = await new Promise((resolve) =>
        raw.on('close', (_code, text) => resolve(String(text))),
      );
      expect(reason).not.toContain(canary);
    }
    expect(logged.filter((text) => text.includes(canary))).toEqual([]);
    expect(logged.filter((text) => text.includes('"answered"')).length).toBeGreaterThan(50);
  });

  it('and PostgreSQL repeats is not logged, where a statement of ours was wrong', async () => {
    const { pool } = api.database;
    const real = pool.query.bind(pool) as (text: string, values: unknown[]) => Promise<never>;
    const wrong = [
      ['SELECT $1::uuid', [canary]],
      ['SELECT $1::integer', [canary]],
      [`INSERT INTO team (name, cost_center) VALUES ($1, 'c'), ($1, 'c')`, [canary]],
      [`SELECT to_tsquery($1)`, [`${canary} & &`]],
    ] as const;
    for (const [text, values] of wrong) {
      const failures = (): number =>
        logged.filter((line) => line.includes('a request failed')).length;
      const before = failures();
      const broken = vi.spyOn(pool, 'query').mockImplementationOnce(() => real(text, [...values]));
      const told = await byPost({ query: '{ teams(first: 1) { nodes { id } } }', variables: {} });
      expect(told.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
      broken.mockRestore();
      expect(failures()).toBe(before + 1);
    }
    const { message } = await real('SELECT $1::uuid', [canary]).catch((error: Error) => error);
    expect(message).toContain(canary);
    expect(logged.filter((text) => text.includes(canary))).toEqual([]);
  });
});
