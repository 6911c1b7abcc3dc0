import type { HttpClient } from '@azure/core-rest-pipeline';
import pLimit from 'p-limit';
import type { AzureAccess, AzureCredential } from '#libs/config';
import { systemClock, type Clock } from '#libs/kernel';
import type { EntraDirectory } from '#libs/tenants';
import { createSender } from '../arm-pipeline.js';
import { createHttpClient } from '../connections/proxy-aware-client.js';
import { openCredential } from '../credential/open-credential.js';
import { AzureStanding, describeChange, type AzureProblem } from '../standing/azure-standing.js';
import { GraphConnection } from './graph-connection.js';
import { rememberGroups } from './remember-groups.js';
import { rememberNames } from './remember-names.js';
import { watchGraph } from './watch-graph.js';

/** What the log of a process must take. */
interface Log {
  info(facts: object, line: string): void;
  warn(facts: object, line: string): void;
}

export interface OpenedGraph {
  directory: EntraDirectory;
  /** Why Microsoft Graph does not tell what it is asked for; empty where nothing is known to be wrong. */
  problems(): AzureProblem[];
  stop(): void;
}

/** So many requests of a process are under way at a time. */
const mostRequests = 8;

/**
 * Microsoft Graph for a process, as whom and where it is configured; undefined where it is not to be asked. Says in the log when it
 * stops telling and when it begins to, and finds out at once whether it does.
 */
export function openGraph(
  access: AzureAccess,
  {
    tenantIds,
    log,
    clock = systemClock,
    httpClient = createHttpClient(),
  }: { tenantIds: readonly string[]; log: Log; clock?: Clock; httpClient?: HttpClient },
): OpenedGraph | undefined {
  const { graphEndpoint: endpoint } = access;
  if (endpoint === undefined) return undefined;
  log.info({ endpoint, tenantIds }, 'Microsoft Graph is asked for groups that tokens leave out');
  const limit = pLimit(mostRequests);
  const tenants = tenantIds.map((id) => id.toLowerCase());
  const opened = new Map(
    tenants.map((tenantId) => {
      const standing = new AzureStanding(tellOf(tenantId, log));
      const credential = openCredential(inTenant(access, tenantId), standing, httpClient);
      const sender = createSender(`${endpoint}/.default`, credential, httpClient);
      const connection = new GraphConnection({ endpoint, sender, standing, limit, clock });
      return [tenantId, { standing, connection }] as const;
    }),
  );
  const connectionOf = (tenantId: string) => opened.get(tenantId)?.connection;
  const stop = watchGraph([...opened.values()]);
  return {
    directory: {
      groupsOf: rememberGroups(connectionOf, clock),
      namesOf: rememberNames(connectionOf, clock),
    },
    problems: () => [...opened.values()].flatMap(({ standing }) => standing.problems()),
    stop,
  };
}

const tellOf =
  (tenantId: string, log: Log): ConstructorParameters<typeof AzureStanding>[0] =>
  (change) => {
    const { part, problem, before } = change;
    const facts = { tenantId, part, ...problem, ...(before && { tries: before.tries }) };
    log[problem ? 'warn' : 'info'](facts, describeChange(change, 'Microsoft Graph'));
  };

/** Each tenant issues its own tokens; a managed identity is in one alone, and nobody else's. */
function inTenant(
  { credential, authorityHost }: AzureAccess,
  tenantId: string,
): { credential: AzureCredential; authorityHost: string } {
  const own = credential.kind === 'managed-identity' ? credential : { ...credential, tenantId };
  return { credential: own, authorityHost };
}
