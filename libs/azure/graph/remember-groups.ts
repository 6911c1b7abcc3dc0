import { LRUCache } from 'lru-cache';
import { DirectoryUnreachable, GroupsUnknown, type EntraDirectory } from '#libs/tenants';
import type { Clock } from '#libs/kernel';
import type { GraphConnection } from './graph-connection.js';
import { GraphFailure } from './graph-failure.js';

type GroupsOf = EntraDirectory['groupsOf'];
type Who = Parameters<GroupsOf>[0];

/** How long somebody who was taken out of a group may still act by it. */
const rememberedMs = 300_000;

/** Of everybody together, so many groups are remembered. */
const mostGroups = 500_000;
const timeoutMs = 8_000;

/** Asks for somebody's groups once at a time, and remembers the answer for five minutes; never a failure. */
export function rememberGroups(
  connectionOf: (tenantId: string) => GraphConnection | undefined,
  clock: Clock,
): GroupsOf {
  const known = new LRUCache<string, readonly string[], Who>({
    maxSize: mostGroups,
    sizeCalculation: (groups) => groups.length + 1,
    ttl: rememberedMs,
    perf: { now: () => clock.monotonicMs() },
    ttlResolution: 0,
    // Others may wait for what was pushed out meanwhile.
    ignoreFetchAbort: true,
    fetchMethod: (_key, _stale, { context }) => ask(connectionOf(context.tenantId), context),
  });
  return async (who) => {
    const groups = await known.fetch(`${who.tenantId} ${who.objectId}`, { context: who });
    if (!groups) throw new Error('groups were neither found nor refused');
    return groups;
  };
}

async function ask(
  connection: GraphConnection | undefined,
  { kind, objectId }: Who,
): Promise<readonly string[]> {
  if (!connection) throw new GroupsUnknown();
  const [noun, question] =
    kind === 'BOT'
      ? (['servicePrincipals', 'groups of applications'] as const)
      : (['users', 'groups of persons'] as const);
  const path = `/${noun}/${encodeURIComponent(objectId)}/transitiveMemberOf?$select=id&$top=999`;
  const found = await connection.list({ question, path, timeoutMs }).catch(rethrow);
  return found.flatMap(({ id }) => (typeof id === 'string' ? id.toLowerCase() : []));
}

function rethrow(cause: unknown): never {
  if (!(cause instanceof GraphFailure)) throw cause;
  if (cause.kind === 'away') throw new DirectoryUnreachable(cause);
  throw new GroupsUnknown(cause.kind === 'missing' ? 'nobody' : 'not-told');
}
