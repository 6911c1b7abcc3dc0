import { armIdKey, resourceGroupId, workspaceArmId } from '#libs/kernel';
import type { Operations } from '../../long-running-operations/operations.js';
import type { Collection } from '../../store/collection.js';
import type { Store } from '../../store/store.js';
import type { Timeline } from '../../timeline/timeline.js';
import { resourceNotFound } from '../arm-error.js';
import type { PathParameters } from '../arm-request.js';
import type { WorkspaceRecord } from './workspace-record.js';

const timelineKind = 'workspace';
export type WorkspacePath = Pick<
  PathParameters,
  'subscriptionId' | 'resourceGroupName' | 'workspaceName'
>;

export const workspaceIdOf = (path: WorkspacePath): string =>
  workspaceArmId(resourceGroupId(path.subscriptionId, path.resourceGroupName), path.workspaceName);

/** The workspaces there are, soft-deleted ones included, and what becomes of their operations. */
export class Workspaces {
  private readonly records: Collection<WorkspaceRecord>;
  private readonly bySubscription: (key: string) => ReadonlyMap<string, WorkspaceRecord>;
  private readonly byGroup: (key: string) => ReadonlyMap<string, WorkspaceRecord>;

  constructor(
    store: Store,
    timeline: Timeline,
    private readonly operations: Operations,
    /** Removes everything in a scope. */
    private readonly removeInside: (scopeKey: string) => void,
  ) {
    this.records = store.collection('workspaces');
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

  /** Also one that is soft-deleted. */
  findAny(path: WorkspacePath): WorkspaceRecord | undefined {
    return this.records.get(armIdKey(workspaceIdOf(path)));
  }

  find(path: WorkspacePath): WorkspaceRecord | undefined {
    return this.findById(workspaceIdOf(path));
  }

  findById(id: string): WorkspaceRecord | undefined {
    const record = this.records.get(armIdKey(id));
    return record?.softDeleted ? undefined : record;
  }

  get(path: WorkspacePath): WorkspaceRecord {
    const record = this.find(path);
    if (record) return record;
    throw resourceNotFound(
      `Microsoft.MachineLearningServices/workspaces/${path.workspaceName}`,
      path.resourceGroupName,
    );
  }

  inSubscription(subscriptionId: string): WorkspaceRecord[] {
    return standing(this.bySubscription(subscriptionId.toLowerCase()));
  }

  inGroup(groupKey: string): WorkspaceRecord[] {
    return standing(this.byGroup(groupKey));
  }

  put(record: WorkspaceRecord): void {
    this.records.put(armIdKey(record.id), record);
  }

  /** Removes the workspaces of a group for good, soft-deleted ones too. */
  removeInGroup(groupKey: string): void {
    for (const key of Array.from(this.byGroup(groupKey).keys())) this.records.delete(key);
  }

  clear(): void {
    this.records.clear();
  }

  private finish(key: string, atMs: number): void {
    const record = this.records.get(key);
    if (!record?.operation || record.operation.endsAtMs !== atMs) return;
    const { operation, ...settled } = record;
    if (operation.error) {
      // What could not be deleted stands as before.
      const provisioningState = operation.kind === 'Creating' ? 'Failed' : 'Succeeded';
      this.records.put(key, { ...settled, provisioningState });
      this.operations.fail(operation.operationId, atMs, operation.error);
      return;
    }
    this.complete(key, settled, operation.kind);
    this.operations.succeed(operation.operationId, atMs);
  }

  private complete(
    key: string,
    settled: WorkspaceRecord,
    kind: 'Creating' | 'Deleting' | 'Purging',
  ): void {
    if (kind === 'Creating') this.records.put(key, { ...settled, provisioningState: 'Succeeded' });
    else {
      this.removeInside(key);
      if (kind === 'Purging') this.records.delete(key);
      else this.records.put(key, { ...settled, softDeleted: true });
    }
  }
}

const standing = (records: ReadonlyMap<string, WorkspaceRecord>): WorkspaceRecord[] =>
  [...records.values()].filter((record) => !record.softDeleted);
