import type { Sql } from '#libs/database';
import { armIdKey } from '#libs/kernel';
import type { Request } from '#libs/operations';
import { findUnshared, isAllowed } from '#libs/tenants';
import type { VerbContext } from '#libs/verbs';
import type { ConnectedClusterScope } from '../../connected-clusters/connected-cluster.repository.js';
import type { AttachInput } from './attachment.input.js';
import type { AttachmentKind } from './plan-attachment.js';

interface LookedAt {
  /** The cluster; null also where it is named by its id here and neither the actor sees it nor the team shares it. */
  known: ConnectedClusterScope | null;
  /** What of all that the request names the team may not name; absent: not asked yet. */
  unshared?: ReadonlySet<string>;
}

/** One statement answers for the cluster and for the ids beside it, the same whether there is such a cluster or not. */
export async function lookAtConnectedCluster(
  sql: Sql,
  { actor }: VerbContext,
  teamId: string,
  named: {
    cluster: ConnectedClusterScope | null;
    input: AttachInput;
    armIds: Request['armIds'];
    of: AttachmentKind;
  },
): Promise<LookedAt> {
  const { cluster, input, of } = named;
  const { clusterId } = input;
  if (clusterId === null || (cluster && isAllowed(actor, 'view', cluster.teamId)))
    return { known: cluster };
  const key = cluster ? armIdKey(cluster.armId) : clusterId;
  const armIds = [...named.armIds, ...(cluster ? of.uses(cluster.armId) : [])];
  const keys = [key, ...armIds.map(({ armId }) => armIdKey(armId))];
  const unshared = await findUnshared(sql, teamId, keys);
  return { known: unshared.has(key) ? null : cluster, unshared };
}
