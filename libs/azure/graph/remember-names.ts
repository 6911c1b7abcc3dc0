import { LRUCache } from 'lru-cache';
import type { EntraDirectory } from '#libs/tenants';
import type { Clock } from '#libs/kernel';
import type { GraphConnection } from './graph-connection.js';
import { GraphFailure } from './graph-failure.js';

const rememberedMs = 3_600_000;

/** What could not be told is asked for again after this: a page does not wait for it each time. */
const untoldMs = 30_000;
const mostNames = 10_000;
const timeoutMs = 2_000;

/** As many as a filter takes (docs/azure-facts.md#entra-id-and-microsoft-graph). */
const mostInFilter = 15;

/** Asks for the names of groups that are not remembered, 15 in a request, and remembers them for an hour. */
export function rememberNames(
  connectionOf: (tenantId: string) => GraphConnection | undefined,
  clock: Clock,
): EntraDirectory['namesOf'] {
  const known = new LRUCache<string, { name: string | undefined }>({
    max: mostNames,
    ttl: rememberedMs,
    perf: { now: () => clock.monotonicMs() },
    ttlResolution: 0,
  });
  const keyOf = (tenantId: string, id: string): string => `${tenantId} ${id}`;

  async function ask(
    connection: GraphConnection,
    tenantId: string,
    ids: readonly string[],
  ): Promise<void> {
    const names = await readNames(connection, ids).catch(unlessUntold);
    for (const id of ids)
      known.set(keyOf(tenantId, id), { name: names?.get(id) }, names ? {} : { ttl: untoldMs });
  }

  return async (tenantId, groupIds) => {
    const connection = connectionOf(tenantId);
    const unknown = groupIds.filter((id) => !known.has(keyOf(tenantId, id)));
    if (connection) await Promise.all(chunks(unknown).map((ids) => ask(connection, tenantId, ids)));
    return new Map(
      groupIds.flatMap((id) => {
        const name = known.get(keyOf(tenantId, id))?.name;
        return name === undefined ? [] : [[id, name] as const];
      }),
    );
  };
}

async function readNames(
  connection: GraphConnection,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const filter = encodeURIComponent(`id in (${ids.map((id) => `'${id}'`).join(',')})`);
  const path = `/groups?$filter=${filter}&$select=id,displayName`;
  const found = await connection.list({ question: 'names of groups', path, timeoutMs });
  return new Map(
    found.flatMap(({ id, displayName }) =>
      typeof id === 'string' && typeof displayName === 'string'
        ? [[id.toLowerCase(), displayName] as const]
        : [],
    ),
  );
}

/** The standing has heard why. */
function unlessUntold(cause: unknown): undefined {
  if (!(cause instanceof GraphFailure)) throw cause;
}

const chunks = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / mostInFilter) }, (_, at) =>
    ids.slice(at * mostInFilter, (at + 1) * mostInFilter),
  );
