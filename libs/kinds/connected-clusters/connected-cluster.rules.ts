import type { ProvisioningError } from '#libs/kernel';
import type { ConnectedClusterObserved } from './connected-cluster.schema.js';

type Connection = Pick<
  ConnectedClusterObserved,
  'connectivityStatus' | 'rawConnectivityStatus' | 'lastConnectivityTime'
>;

/**
 * Why nothing that is asked of the cluster would be done, and what to do; undefined where it is connected. `reported`:
 * what its agents say is wrong, which is the better reason.
 */
export function whyNotConnected(
  connection: Connection,
  reported: readonly ProvisioningError[] = [],
): { message: string; remedy: string } | undefined {
  const why = whyAway(connection);
  const [error] = reported;
  if (!why || !error) return why;
  const said = reported.map(({ message }) => message).join('; ');
  return {
    message: `${why.message} Its agents report: ${said}`,
    remedy: error.code === 'ARC_AGENT_ERROR' ? why.remedy : (error.remedy ?? why.remedy),
  };
}

function whyAway(connection: Connection): { message: string; remedy: string } | undefined {
  const { connectivityStatus, rawConnectivityStatus, lastConnectivityTime } = connection;
  if (connectivityStatus === 'CONNECTED') return undefined;
  if (/^stop/i.test(rawConnectivityStatus))
    return { message: 'The cluster is stopped.', remedy: 'Start it in Azure.' };
  if (connectivityStatus === 'AGENT_NOT_INSTALLED')
    return { message: "Azure Arc's agents are not installed in the cluster.", remedy: connect };
  const message = `The cluster is ${connectivityStatus}: its last heartbeat was ${lastConnectivityTime ?? 'never heard'}.`;
  return { message, remedy: connectivityStatus === 'EXPIRED' ? connectAnew : wake };
}

/** The identity's certificate lasts 90 days (docs/azure-facts.md#arc-connected-clusters). */
const connectAnew =
  'Its identity certificate ran out: delete the connected cluster in Azure and connect it anew.';
const connect =
  'Install them: az connectedk8s connect, with the kubeconfig of the cluster, under the same name.';
const wake = 'See that the cluster runs, that its azure-arc pods do and that they reach Azure.';

/** What nobody has observed yet. */
export const neverObserved: Connection = {
  connectivityStatus: 'UNKNOWN',
  rawConnectivityStatus: '',
  lastConnectivityTime: null,
};
