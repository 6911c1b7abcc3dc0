import type { Sql } from '#libs/database';
import { armIdKey } from '#libs/kernel';
import { desiredFromObserved, observeExtension, observeResource } from '#libs/resources';
import type { ArmBody, ArmPort } from './arm.port.js';
import {
  findSubscriptions,
  readClustersToObserve,
  writeFound,
  writeGone,
  type FoundResource,
} from './observe-clusters.repository.js';

export interface ObserveClustersDependencies {
  pool: Sql;
  arm: ArmPort;
}

/** Clusters whose extensions are read in one round, longest unseen first. */
const clustersPerRound = 20;

/**
 * Brings connected clusters, and what is installed on them, into rows: one list call per page of a subscription, one
 * per cluster for its extensions. Only clusters in a resource group that a team owns are kept (ADR 0011). Rejects with
 * ArmError, or where the database does not answer.
 */
export async function observeClusters(
  { pool, arm }: ObserveClustersDependencies,
  signal: AbortSignal,
): Promise<void> {
  for (const subscriptionId of await findSubscriptions(pool)) {
    const collection = `/subscriptions/${subscriptionId}/providers/Microsoft.Kubernetes/connectedClusters`;
    const bodies = await listAll(arm, collection, signal);
    await writeFound(pool, bodies.map(clusterFrom));
    await writeGone(pool, { kind: 'CONNECTED_CLUSTER', subscriptionId }, keysOf(bodies));
  }
  for (const cluster of await readClustersToObserve(pool, clustersPerRound)) {
    const collection = `${cluster.armId}/providers/Microsoft.KubernetesConfiguration/extensions`;
    const bodies = await listAll(arm, collection, signal);
    await writeFound(pool, bodies.map(extensionFrom(cluster)));
    await writeGone(pool, { kind: 'ARC_EXTENSION', parentId: cluster.id }, keysOf(bodies));
  }
}

async function listAll(arm: ArmPort, collection: string, signal: AbortSignal): Promise<ArmBody[]> {
  const bodies: ArmBody[] = [];
  for (let next: string | undefined = collection; next !== undefined;) {
    const page = await arm.list(next, { signal });
    bodies.push(...page.value);
    next = page.nextLink;
  }
  return bodies;
}

const keysOf = (bodies: readonly ArmBody[]): string[] =>
  bodies.map((body) => armIdKey(String(body['id'])));

function found(kind: FoundResource['kind'], body: ArmBody): FoundResource {
  const armId = String(body['id']);
  const facts = observeResource(kind, body);
  return {
    kind,
    armId,
    armIdKey: armIdKey(armId),
    name: armId.split('/').at(-1) ?? '',
    parentKey: armIdKey(armId).split('/providers/').slice(0, -1).join('/providers/'),
    location: typeof body['location'] === 'string' ? body['location'] : '',
    state: facts.provisioningState ?? 'UNKNOWN',
    raw: facts.rawProvisioningState ?? '',
    errors: facts.provisioningErrors ?? [],
    observed: facts.observed,
    desired: {},
  };
}

const clusterFrom = (body: ArmBody): FoundResource => found('CONNECTED_CLUSTER', body);

const extensionFrom =
  ({ location }: { location: string }) =>
  (body: ArmBody): FoundResource => ({
    ...found('ARC_EXTENSION', body),
    location,
    desired: desiredFromObserved(observeExtension(body)),
  });
