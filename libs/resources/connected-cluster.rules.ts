import type { ConnectedClusterObserved } from './connected-cluster.schema.js';

type Connection = Pick<
  ConnectedClusterObserved,
  'connectivityStatus' | 'rawConnectivityStatus' | 'lastConnectivityTime'
>;

/** Why nothing that is asked of the cluster would be done, and what to do; undefined where it is connected. */
export function whyNotConnected(
  connection: Connection,
): { message: string; remedy: string } | undefined {
  const { connectivityStatus, rawConnectivityStatus, lastConnectivityTime } = connection;
  if (connectivityStatus === 'CONNECTED') return undefined;
  if (/^stop/i.test(rawConnectivityStatus))
    return { message: 'The cluster is stopped.', remedy: 'Start it in Azure.' };
  const message = `The cluster is ${connectivityStatus}: its last heartbeat was ${lastConnectivityTime ?? 'never heard'}.`;
  return { message, remedy: connectivityStatus === 'EXPIRED' ? connectAnew : wake };
}

/** The identity's certificate lasts 90 days (arm-facts, Arc connected clusters). */
const connectAnew =
  'Its identity certificate ran out: delete the connected cluster in Azure and connect it anew.';
const wake = 'See that the cluster runs, that its azure-arc pods do and that they reach Azure.';

/** What nobody has observed yet. */
export const neverObserved: Connection = {
  connectivityStatus: 'UNKNOWN',
  rawConnectivityStatus: '',
  lastConnectivityTime: null,
};
