import { armIdKey, resourceGroupId } from '#libs/kernel';
import type { Operations } from '../../long-running-operations/operations.js';
import type { Collection } from '../../store/collection.js';
import type { Store } from '../../store/store.js';
import type { Timeline } from '../../timeline/timeline.js';
import { ArmRefusal, resourceGroupNotFound } from '../arm-error.js';
import type { PathParameters } from '../arm-request.js';
import type { ResourceGroupRecord } from './resource-group-record.js';

const timelineKind = 'resourceGroup';
type GroupPath = Pick<PathParameters, 'subscriptionId' | 'resourceGroupName'>;

/** The resource groups there are, and their ends. */
export class ResourceGroups {
  private readonly records: Collection<ResourceGroupRecord>;
  private readonly bySubscription: (id: string) => ReadonlyMap<string, ResourceGroupRecord>;

  constructor(
    store: Store,
    private readonly timeline: Timeline,
    private readonly operations: Operations,
    /** Removes everything in a scope. */
    private readonly removeInside: (scopeKey: string, atMs: number) => void,
  ) {
    this.records = store.collection('resourceGroups');
    this.bySubscription = this.records.index((record) => record.subscriptionId.toLowerCase());
    timeline.on(timelineKind, (key, atMs) => this.finishDelete(key, atMs));
    this.records.observe((before, after, key) => {
      const atMs = after?.deleting?.endsAtMs;
      if (atMs !== undefined && atMs !== before?.deleting?.endsAtMs)
        this.timeline.schedule({ atMs, kind: timelineKind, key });
    });
  }

  find({ subscriptionId, resourceGroupName }: GroupPath): ResourceGroupRecord | undefined {
    return this.records.get(armIdKey(resourceGroupId(subscriptionId, resourceGroupName)));
  }

  get(path: GroupPath): ResourceGroupRecord {
    const record = this.find(path);
    if (!record) throw resourceGroupNotFound(path.resourceGroupName);
    return record;
  }

  /** The group, for a write inside it: refuses while it is being deleted. */
  getForWrite(path: GroupPath): ResourceGroupRecord {
    const record = this.get(path);
    if (record.deleting)
      throw new ArmRefusal(409, {
        code: 'ResourceGroupBeingDeleted',
        message: `The resource group '${record.name}' is in deprovisioning state and cannot perform this operation.`,
      });
    return record;
  }

  list(subscriptionId: string): ResourceGroupRecord[] {
    return [...this.bySubscription(subscriptionId.toLowerCase()).values()];
  }

  put(record: ResourceGroupRecord): void {
    this.records.put(armIdKey(record.id), record);
  }

  clear(): void {
    this.records.clear();
  }

  private finishDelete(key: string, atMs: number): void {
    const record = this.records.get(key);
    if (record?.deleting?.endsAtMs !== atMs) return;
    const { deleting, ...standing } = record;
    if (deleting.error) {
      this.records.put(key, standing);
      this.operations.fail(deleting.operationId, atMs, deleting.error);
      return;
    }
    this.removeInside(key, atMs);
    this.records.delete(key);
    this.operations.succeed(record.deleting.operationId, atMs);
  }
}
