import type { AzureStanding } from '../standing/azure-standing.js';
import type { GraphConnection } from './graph-connection.js';
import { GraphFailure } from './graph-failure.js';

interface Watched {
  connection: GraphConnection;
  standing: AzureStanding;
}

const everyMs = 60_000;
const timeoutMs = 10_000;

/** There is no such group: that Graph says so is enough. */
const noGroup = "id in ('00000000-0000-0000-0000-000000000000')";
const path = `/groups?$filter=${encodeURIComponent(noGroup)}&$select=id`;

/**
 * Asks at once for a group that is not there, and every minute while something is wrong: whoever reads the standing need not wait for a
 * person in too many groups. Answers what ends it.
 */
export function watchGraph(tenants: readonly Watched[]): () => void {
  const look = ({ connection }: Watched): void =>
    void connection.list({ question: 'names of groups', path, timeoutMs }).catch(unlessTold);
  tenants.forEach(look);
  const timer = setInterval(
    () => tenants.filter(({ standing }) => standing.problems().length > 0).forEach(look),
    everyMs,
  );
  timer.unref();
  return () => clearInterval(timer);
}

/** The standing has heard of it. */
function unlessTold(cause: unknown): void {
  if (!(cause instanceof GraphFailure)) throw cause;
}
