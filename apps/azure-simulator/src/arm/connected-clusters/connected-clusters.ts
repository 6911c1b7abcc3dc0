import { armIdKey, resourceGroupId } from '#libs/kernel';
import type { Operations } from '../../long-running-operations/operations.js';
import type { Collection } from '../../store/collection.js';
import type { Store } from '../../store/store.js';
import type { Timeline } from '../../timeline/timeline.js';
import { resourceNotFound } from '../arm-error.js';
import type { PathParameters } from '../arm-request.js';
import type { ConnectedClusterRecord } from './connected-cluster-record.js';

const timelineKind = 'connectedCluster';
export const connectedClusterType = 'Microsoft.Kubernetes/connectedClusters';
export const managedClusterType = 'Microsoft.ContainerService/managedClusters';

export type ConnectedClusterPath = Pick<
  PathParameters,
  'subscriptionId' | 'resourceGroupName' | 'clusterName'
>;

export const connectedClusterId = (path: ConnectedClusterPath): string =>
  `${resourceGroupId(path.subscriptionId, path.resourceGroupName)}/providers/${connectedClusterType}/${path.clusterName}`;

const isArc = ({ type }: ConnectedClusterRecord): boolean => type === connectedClusterType;
const isManaged = (record: ConnectedClusterRecord): boolean => !isArc(record);

/** The Kubernetes clusters that Azure knows: connected through Arc, and AKS clusters. */
export class ConnectedClusters {
  private readonly records: Collection<ConnectedClusterRecord>;
  private readonly bySubscription: (key: string) => ReadonlyMap<string, ConnectedClusterRecord>;
  private readonly byGroup: (key: string) => ReadonlyMap<string, ConnectedClusterRecord>;

  constructor(
    store: Store,
    timeline: Timeline,
    private readonly operations: Operations,
    /** Removes everything in a scope. */
    private readonly removeInside: (scopeKey: string) => void,
  ) {
    this.records = store.collection('connectedClusters');
    this.bySubscription = this.records.index((record) => record.subscriptionId.toLowerCase());
    this.byGroup = this.records.index((record) =>
      armIdKey(resourceGroupId(record.subscriptionId, record.resourceGroupName)),
    );
    timeline.on(timelineKind, (key, atMs) => this.finish(key, atMs));
    this.records.observe((before, after, key) => {
      const atMs = after?.operation?.endsAtMs;
      if (atMs !== undefined && atMs !== before?.operation?.endsAtMs)
        timeline.schedule({ atMs, kind: timelineKind, key });
    });
  }

  /** AKS clusters too. */
  all(): ConnectedClusterRecord[] {
    return [...this.records.values()];
  }

  /** Also an AKS cluster. */
  findById(id: string): ConnectedClusterRecord | undefined {
    return this.records.get(armIdKey(id));
  }

  find(path: ConnectedClusterPath): ConnectedClusterRecord | undefined {
    return this.findById(connectedClusterId(path));
  }

  get(path: ConnectedClusterPath): ConnectedClusterRecord {
    const record = this.find(path);
    if (record) return record;
    throw resourceNotFound(`${connectedClusterType}/${path.clusterName}`, path.resourceGroupName);
  }

  inSubscription(subscriptionId: string): ConnectedClusterRecord[] {
    return [...this.bySubscription(subscriptionId.toLowerCase()).values()].filter(isArc);
  }

  inGroup(groupKey: string): ConnectedClusterRecord[] {
    return [...this.byGroup(groupKey).values()].filter(isArc);
  }

  managedInSubscription(subscriptionId: string): ConnectedClusterRecord[] {
    return [...this.bySubscription(subscriptionId.toLowerCase()).values()].filter(isManaged);
  }

  managedInGroup(groupKey: string): ConnectedClusterRecord[] {
    return [...this.byGroup(groupKey).values()].filter(isManaged);
  }

  put(record: ConnectedClusterRecord): void {
    this.records.put(armIdKey(record.id), record);
  }

  /** AKS clusters too, and what is inside them. */
  removeInGroup(groupKey: string): void {
    for (const key of Array.from(this.byGroup(groupKey).keys())) this.remove(key);
  }

  clear(): void {
    this.records.clear();
  }

  private remove(key: string): void {
    this.removeInside(key);
    this.records.delete(key);
  }

  private finish(key: string, atMs: number): void {
    const record = this.records.get(key);
    if (!record?.operation || record.operation.endsAtMs !== atMs) return;
    const { operation, ...settled } = record;
    if (operation.error) {
      this.records.put(key, { ...settled, provisioningState: 'Failed' });
      this.operations.fail(operation.operationId, atMs, operation.error);
      return;
    }
    if (operation.kind === 'Deleting') this.remove(key);
    else this.records.put(key, { ...settled, provisioningState: 'Succeeded' });
    this.operations.succeed(operation.operationId, atMs);
  }
}
