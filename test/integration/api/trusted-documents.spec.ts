import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { createClient as createEventClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { buildSchema } from 'graphql';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { readManifest } from '../../../apps/api/src/documents/read-manifest.js';
import { wrongDocuments } from '../../../apps/api/src/documents/wrong-documents.js';
import { globalId } from '#libs/verbs';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { givenKey } from '../../support/gateway.js';

const page = 'query Page { computes(first: 1) { pageInfo { hasNextPage } } }';
const other = 'query Other { computes(first: 2) { pageInfo { hasNextPage } } }';
const documents = new Map([
  ['page-1', page],
  ['follow', 'subscription Follow($id: ID!) { operationUpdated(id: $id) { id } }'],
]);
const answered = { data: { computes: { pageInfo: { hasNextPage: false } } } };
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const byHash = (text: string) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } },
});

interface Told {
  data?: unknown;
  errors?: { message: string; extensions: { code: string } }[];
}

type Mode = 'off' | 'report' | 'enforce';

/** An API in a mode, with a key of a member, and what it has logged. */
class Scene {
  api!: ApiUnderTest;
  member!: string;
  readonly logged: string[] = [];

  constructor(private readonly mode: Mode) {
    beforeAll(async () => {
      const log = pino({ level: 'warn' }, { write: (line: string) => void this.logged.push(line) });
      const trustedDocuments = { mode: this.mode, documents };
      this.api = await startApi(undefined, undefined, log, { trustedDocuments });
      const { rows } = await this.api.database.pool.query<{ id: string }>('SELECT id FROM team');
      this.member = await givenKey(
        this.api,
        globalId('Team', rows[0]!.id),
        'VIEWER',
        `member ${this.mode}`,
      );
    });
    afterAll(() => this.api.close());
  }

  async http(body: object, key = this.member): Promise<{ status: number } & Told> {
    const response = await fetch(`${this.api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    });
    return { status: response.status, ...((await response.json()) as Told) };
  }

  /** As a client of server-sent events is told. */
  async events(payload: object, key = this.member): Promise<Told> {
    const client = createEventClient({
      url: `${this.api.url}/graphql/stream`,
      headers: { authorization: `Bearer ${key}` },
      retryAttempts: 0,
    });
    try {
      const results = client.iterate(payload as { query: string });
      return (await results.next()).value as Told;
    } finally {
      client.dispose();
    }
  }

  /** As a client of graphql-transport-ws is told; errors alone where it is refused. */
  async socket(payload: object, key = this.member): Promise<Told> {
    const client = createSocketClient({
      url: `${this.api.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${key}` },
      retryAttempts: 0,
    });
    try {
      return await new Promise<Told>((resolve) => {
        client.subscribe(
          { query: '', ...payload },
          {
            next: (value) => resolve(value as Told),
            error: (errors) => resolve({ errors: errors as Told['errors'] & object }),
            complete: () => resolve({}),
          },
        );
      });
    } finally {
      await client.dispose();
    }
  }
}

const codes = ({ errors = [] }: Told): string[] => errors.map(({ extensions }) => extensions.code);

describe.each<Mode>(['off', 'report', 'enforce'])('with a manifest, in the mode %s', (mode) => {
  const scene = new Scene(mode);
  const ways = {
    HTTP: (body: object, key?: string) => scene.http(body, key),
    'server-sent events': (body: object, key?: string) => scene.events(body, key),
    'graphql-transport-ws': (body: object, key?: string) => scene.socket(body, key),
  };

  describe.each(Object.entries(ways))('over %s', (_, ask) => {
    it('a document is asked for by its id', async () => {
      expect(await ask({ documentId: 'page-1' })).toMatchObject(answered);
    });

    it('an id that is not known is refused by name', async () => {
      expect(codes(await ask({ documentId: 'page-2' }))).toEqual(['UNKNOWN_DOCUMENT']);
      expect(codes(await ask({ documentId: '__proto__' }))).toEqual(['UNKNOWN_DOCUMENT']);
    });

    it('an id beside a document is refused', async () => {
      expect(codes(await ask({ documentId: 'page-1', query: other }))).toEqual(['BAD_REQUEST']);
      expect(codes(await ask({ documentId: 'page-1', ...byHash(page) }))).toEqual(['BAD_REQUEST']);
    });

    it('a document of the manifest is answered in full too, and by its hash', async () => {
      expect(await ask({ query: page, ...byHash(page) })).toMatchObject(answered);
      expect(await ask(byHash(page))).toMatchObject(answered);
    });

    it(`another is ${mode === 'enforce' ? 'refused' : 'answered'}, also by its hash`, async () => {
      const expected = mode === 'enforce' ? ['DOCUMENT_NOT_TRUSTED'] : [];
      expect(codes(await ask({ query: other }))).toEqual(expected);
      // An administrator has sent it, who may.
      expect(await ask({ query: other, ...byHash(other) }, scene.api.adminKey)).toMatchObject(
        answered,
      );
      expect(codes(await ask(byHash(other)))).toEqual(expected);
    });

    it('administrators of the platform may ask for any', async () => {
      expect(await ask({ query: other }, scene.api.adminKey)).toMatchObject(answered);
    });
  });

  it('over GET another is judged the same, and no id is taken', async () => {
    const get = async (asked: Record<string, string>) => {
      const response = await fetch(
        `${scene.api.url}/graphql?${String(new URLSearchParams(asked))}`,
        {
          headers: { authorization: `Bearer ${scene.member}` },
        },
      );
      return codes((await response.json()) as Told);
    };
    expect(await get({ query: page })).toEqual([]);
    expect(await get({ query: other })).toEqual(mode === 'enforce' ? ['DOCUMENT_NOT_TRUSTED'] : []);
    const { extensions } = byHash(other);
    expect(await get({ extensions: JSON.stringify(extensions) })).toEqual(
      mode === 'enforce' ? ['DOCUMENT_NOT_TRUSTED'] : [],
    );
    expect(await get({ documentId: 'page-1' })).toEqual(['BAD_REQUEST']);
  });

  it('nobody learns without a credential what is known', async () => {
    for (const documentId of ['page-1', 'page-2'])
      expect(codes(await scene.http({ documentId }, 'nobody'))).toEqual(['UNAUTHENTICATED']);
  });

  it(`what is not in it is told ${mode === 'report' ? 'once, without its text' : 'to nobody'}`, () => {
    const told = scene.logged.filter((line) => line.includes(hashOf(other)));
    expect(told).toHaveLength(mode === 'report' ? 1 : 0);
    expect(scene.logged.join('')).not.toContain('query Other');
  });
});

describe('a manifest', () => {
  const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

  it('is read as @graphql-codegen/cli writes it, and fits the schema', async () => {
    const manifest = await readManifest('docs/guides/persisted-documents.json');
    expect(manifest.size).toBe(2);
    for (const [id, text] of manifest)
      expect(createHash('sha1').update(text).digest('hex')).toBe(id);
    expect(wrongDocuments(schema, manifest)).toEqual([]);
  });

  it.each([
    ['package.json', /is no JSON object of documents/],
    ['README.md', /README.md is no JSON$/],
    ['nowhere.json', /cannot be read \(ENOENT\)/],
  ])('is none of %s, and that is said', async (path, why) => {
    await expect(readManifest(path)).rejects.toThrow(why);
  });

  it('of which documents do not fit is told by their ids', () => {
    const wrong = new Map([
      ['gone', '{ nothingOfTheKind }'],
      ['broken', '{'],
      ['fits', '{ __typename }'],
    ]);
    expect(wrongDocuments(schema, wrong)).toEqual([
      'gone: Cannot query field "nothingOfTheKind" on type "Query".',
      'broken: Syntax Error: Expected Name, found <EOF>.',
    ]);
  });
});
