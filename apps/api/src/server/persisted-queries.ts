import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { badRequest } from '../errors/bad-request.js';

const mostCharacters = 10_000_000;

/**
 * Documents that clients sent before, by their hash (automatic persisted queries). Every process keeps its own: where one
 * does not know a document, clients send it again.
 */
export class PersistedQueries {
  private readonly kept = new LRUCache<string, string>({
    maxSize: mostCharacters,
    sizeCalculation: (text, key) => text.length + key.length,
  });

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.kept.get(key));
  }

  set(key: string, text: string): Promise<void> {
    this.kept.set(key, text);
    return Promise.resolve();
  }

  delete(key: string): Promise<boolean> {
    return Promise.resolve(this.kept.delete(key));
  }

  /** The document of a request over a stream, by the same rules as Apollo Server's over HTTP. Throws what is wrong. */
  async findQuery({ query, extensions }: PersistedRequest): Promise<string> {
    const given = query === '' ? undefined : query;
    if (!extensions?.persistedQuery) {
      if (given === undefined) throw badRequest('Send a JSON object with a query.');
      return given;
    }
    const asked = persistedSchema.safeParse(extensions.persistedQuery);
    if (!asked.success) throw badRequest('Unsupported persisted query version');
    const hash = asked.data.sha256Hash;
    if (given !== undefined && hash !== hashOf(given))
      throw badRequest('provided sha does not match query');
    const known = given ?? (await this.get(keyOf(hash)));
    if (known === undefined) throw notFound();
    return known;
  }

  /** The document that a request over HTTP names by its hash alone; undefined where none is known, or it is no such request. */
  async findByHash({ extensions }: { extensions?: unknown }): Promise<string | undefined> {
    // In an address they are JSON.
    const given: unknown = typeof extensions === 'string' ? parsed(extensions) : extensions;
    const asked = persistedSchema.safeParse(
      (given as PersistedRequest['extensions'])?.persistedQuery,
    );
    return asked.success ? this.get(keyOf(asked.data.sha256Hash)) : undefined;
  }

  /** Keeps a document that turned out to be valid, where its client will ask for it by its hash. */
  async keep(query: string, { extensions }: PersistedRequest): Promise<void> {
    if (extensions?.persistedQuery) await this.set(keyOf(hashOf(query)), query);
  }
}

export interface PersistedRequest {
  query?: string | undefined;
  extensions?: Record<string, unknown> | null | undefined;
}

/** What the text says; undefined where it is no JSON, which Apollo Server refuses. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const persistedSchema = z.object({ version: z.literal(1), sha256Hash: z.string() });

const hashOf = (query: string): string => createHash('sha256').update(query).digest('hex');

/** As Apollo Server calls it. */
const keyOf = (hash: string): string => `apq:${hash}`;

/** Clients know it by this message, or by its code. */
const notFound = (): GraphQLError =>
  new GraphQLError('PersistedQueryNotFound', {
    extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
  });
