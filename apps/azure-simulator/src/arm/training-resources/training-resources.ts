import { createHash } from 'node:crypto';
import { armIdKey, resourceGroupId } from '#libs/kernel';
import type { Collection } from '../../store/collection.js';
import type { Store } from '../../store/store.js';
import type { ArmErrorBody } from '../arm-error.js';
import type { ConnectedClusterRecord } from '../connected-clusters/connected-cluster-record.js';

export const trainingTypes = [
  'Microsoft.ServiceBus/namespaces',
  'Microsoft.Relay/namespaces',
] as const;
export type TrainingType = (typeof trainingTypes)[number];

export interface TrainingResourceRecord {
  id: string;
  name: string;
  type: TrainingType;
  location: string;
  /** The cluster whose jobs come this way. */
  clusterId: string;
  extensionKey: string;
}

/** What computes attached from a cluster say once its Service Bus or Relay is not as it was. */
export const relayChanged: ArmErrorBody = {
  code: 'InternalServerError',
  message:
    'The Service Bus or Relay of the AzureML extension was changed. The compute no longer receives jobs.',
};

/** What Azure really calls them is not known: one name for both, the same for the same extension. */
const nameFor = (extensionKey: string): string =>
  `amlarc${createHash('sha256').update(extensionKey).digest('hex').slice(0, 12)}`;

/** The Service Bus and the Relay that Azure makes in a cluster's resource group for training. */
export class TrainingResources {
  private readonly records: Collection<TrainingResourceRecord>;
  private readonly byExtension: (key: string) => ReadonlyMap<string, TrainingResourceRecord>;

  constructor(store: Store) {
    this.records = store.collection('trainingResources');
    this.byExtension = this.records.index((record) => record.extensionKey);
  }

  findById(id: string): TrainingResourceRecord | undefined {
    return this.records.get(armIdKey(id));
  }

  all(): TrainingResourceRecord[] {
    return [...this.records.values()];
  }

  /** Makes both; what is there stays as it is. */
  makeFor(extensionKey: string, cluster: ConnectedClusterRecord): void {
    const name = nameFor(extensionKey);
    const groupId = resourceGroupId(cluster.subscriptionId, cluster.resourceGroupName);
    const { location, id: clusterId } = cluster;
    for (const type of trainingTypes) {
      const id = `${groupId}/providers/${type}/${name}`;
      this.records.put(armIdKey(id), {
        id,
        name,
        type,
        location,
        clusterId,
        extensionKey,
      });
    }
  }

  removeOf(extensionKey: string): void {
    for (const key of Array.from(this.byExtension(extensionKey).keys())) this.records.delete(key);
  }

  delete(id: string): void {
    this.records.delete(armIdKey(id));
  }

  clear(): void {
    this.records.clear();
  }
}
