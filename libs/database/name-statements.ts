import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import pg from 'pg';

/** `named`: each connection plans a statement once. `unnamed`: anew each time, for bouncers that lose what was prepared. */
export type Statements = 'named' | 'unnamed';

const prefix = 'armature_';

/**
 * The name that a statement is prepared under. It follows from the text alone: behind a bouncer processes of any version
 * share connections, and a name that stood for another text there would run that one.
 */
export const nameOf = (text: string): string =>
  `${prefix}${createHash('sha256').update(text).digest('base64url').slice(0, 27)}`;

/**
 * Names statements whose texts are made as they are needed. PostgreSQL keeps every named statement until the connection
 * ends: only the first `kept` texts get a name, and each once it is needed for the `sights`th time, so that what somebody
 * asks for once takes none. Others go unnamed.
 */
export function createStatementNamer(kept: number, sights = 1): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  const seen = new LRUCache<string, number>({ max: mostSeen });
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= kept) return '';
    const times = (seen.get(sql) ?? 0) + 1;
    if (times < sights) {
      seen.set(sql, times);
      return '';
    }
    seen.delete(sql);
    const name = nameOf(sql);
    names.set(sql, name);
    return name;
  };
}

/** Texts whose sights are counted: the longest ago seen is forgotten. */
const mostSeen = 1_000;

/** Statements of ours are named when their text is made; to hash it at each call would cost more than to send it. */
const nameFor = ({ name, text }: NamedQuery): string =>
  name?.startsWith(prefix) ? name : nameOf(text);

/** The class of a pool's connections: whatever name a statement has, it is sent under that of its text, or under none. */
export function clientSending(statements: Statements): typeof pg.Client {
  const sent = (query: NamedQuery): NamedQuery => ({
    ...query,
    name: statements === 'named' ? nameFor(query) : undefined,
  });
  return class extends pg.Client {
    override query(...[query, ...rest]: unknown[]): never {
      const first = isNamed(query) ? sent(query) : query;
      return Reflect.apply(super.query, this, [first, ...rest]) as never;
    }
  };
}

interface NamedQuery {
  name?: string | undefined;
  text: string;
}

function isNamed(query: unknown): query is NamedQuery {
  const { name, text } = Object(query) as Partial<NamedQuery>;
  return name !== undefined && name !== '' && text !== undefined && !isRunning(query);
}

/** Queries that the driver has made itself, and those with a cursor, are run as they are. */
const isRunning = (query: unknown): boolean => 'submit' in Object(query);
