import type { Sql } from '#libs/database';
import { armIdKey } from '#libs/kernel';
import { ArmError, type ArmBody, type ArmPort, listAll } from '#libs/operations';
import { connectedClusterFrom, extensionFrom } from './found-resource.js';
import {
  findSubscriptions,
  readNow,
  readConnectedClustersToObserve,
  writeFound,
  writeUnlistedGone,
  type ConnectedClusterToObserve,
} from './observe-connected-clusters.repository.js';

export interface ObserveConnectedClustersDependencies {
  pool: Sql;
  arm: ArmPort;
}

/**
 * What computes can be attached from: clusters connected through Azure Arc, and AKS clusters
 * (docs/azure-facts.md#attached-kubernetes-clusters).
 */
export const connectedClusterTypes = [
  'Microsoft.Kubernetes/connectedClusters',
  'Microsoft.ContainerService/managedClusters',
] as const;

interface Round {
  /** The database's clock before its first list. */
  listedFrom: string;
  signal: AbortSignal;
}

/** Clusters whose extensions are read in one round. */
const clustersPerRound = 20;

/**
 * Brings clusters, and what is installed on them, into rows: one list call per page of a subscription and type, one
 * per cluster for its extensions, whose clusters take turns. Only clusters in a resource group that a team owns are kept
 * (ADR 0011).
 */
export class ConnectedClusterSweep {
  /** The cluster whose turn was last. */
  private last: string | undefined;
  /** What ARM refused when it was last asked for: who may not read AKS clusters at all need not hear of it every round. */
  private readonly refused = new Set<string>();

  constructor(private readonly deps: ObserveConnectedClustersDependencies) {}

  /** One round. What fails for one subscription or cluster keeps no other from its turn; rejects with the first new failure. */
  async run(signal: AbortSignal): Promise<void> {
    const failures: unknown[] = [];
    const attempt = (what: string, work: Promise<void>): Promise<void> =>
      work.then(
        () => void this.refused.delete(what),
        (error: unknown) => void (this.isNews(what, error) && failures.push(error)),
      );
    const listedFrom = await readNow(this.deps.pool);
    const round = { listedFrom, signal };
    for (const subscriptionId of await findSubscriptions(this.deps.pool))
      for (const type of connectedClusterTypes)
        await attempt(
          `${subscriptionId} ${type}`,
          this.readConnectedClusters(subscriptionId, type, round),
        );
    for (const cluster of await this.nextClusters())
      await attempt(cluster.id, this.readExtensions(cluster, round));
    if (failures.length > 0) throw failures[0];
  }

  /** False for a refusal that stands since an earlier round. */
  private isNews(what: string, error: unknown): boolean {
    if (!(error instanceof ArmError) || error.kind !== 'refused') return true;
    const isKnown = this.refused.has(what);
    this.refused.add(what);
    return !isKnown;
  }

  private async nextClusters(): Promise<ConnectedClusterToObserve[]> {
    const clusters = await readConnectedClustersToObserve(
      this.deps.pool,
      this.last,
      clustersPerRound,
    );
    this.last = clusters.length === clustersPerRound ? clusters.at(-1)?.id : undefined;
    return clusters;
  }

  private async readConnectedClusters(
    subscriptionId: string,
    type: (typeof connectedClusterTypes)[number],
    { listedFrom, signal }: Round,
  ): Promise<void> {
    const { pool, arm } = this.deps;
    const collection = `/subscriptions/${subscriptionId}/providers/${type}`;
    const bodies = await listAll(arm, collection, signal);
    await keepConnectedClusters(pool, bodies);
    const presentKeys = keysOf(bodies);
    await writeUnlistedGone(pool, {
      kind: 'CONNECTED_CLUSTER',
      subscriptionId,
      type,
      presentKeys,
      listedFrom,
    });
  }

  private async readExtensions(
    cluster: ConnectedClusterToObserve,
    { listedFrom, signal }: Round,
  ): Promise<void> {
    const { pool, arm } = this.deps;
    const collection = `${cluster.armId}/providers/Microsoft.KubernetesConfiguration/extensions`;
    const bodies = await listAll(arm, collection, signal);
    await writeFound(pool, bodies.map(extensionFrom));
    const presentKeys = keysOf(bodies);
    await writeUnlistedGone(pool, {
      kind: 'ARC_EXTENSION',
      parentId: cluster.id,
      presentKeys,
      listedFrom,
    });
  }
}

/** Makes rows of clusters that ARM listed, or brings them up to date, where their resource group has one (ADR 0011). */
export const keepConnectedClusters = (sql: Sql, bodies: readonly ArmBody[]): Promise<void> =>
  writeFound(sql, bodies.map(connectedClusterFrom));

const keysOf = (bodies: readonly ArmBody[]): string[] =>
  bodies.map((body) => armIdKey(String(body['id'])));
