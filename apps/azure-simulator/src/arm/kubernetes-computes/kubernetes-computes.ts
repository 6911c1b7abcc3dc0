import { armIdKey, computeArmId } from '#libs/kernel';
import type { Operations } from '../../long-running-operations/operations.js';
import type { Collection } from '../../store/collection.js';
import type { Store } from '../../store/store.js';
import type { Timeline } from '../../timeline/timeline.js';
import type { ArmErrorBody } from '../arm-error.js';
import type { ComputePath } from '../computes/computes.js';
import { workspaceIdOf } from '../workspaces/workspaces.js';
import type { KubernetesComputeRecord } from './kubernetes-compute-record.js';

const timelineKind = 'kubernetesCompute';

/** What keeps a cluster from being attached at `atMs`; undefined where nothing does. */
export type CheckAttachable = (clusterId: string, atMs: number) => ArmErrorBody | undefined;

/** Clusters attached to workspaces. */
export class KubernetesComputes {
  private readonly records: Collection<KubernetesComputeRecord>;
  private readonly byWorkspace: (key: string) => ReadonlyMap<string, KubernetesComputeRecord>;
  private readonly byRegionAndName: (key: string) => ReadonlyMap<string, KubernetesComputeRecord>;
  private readonly byCluster: (key: string) => ReadonlyMap<string, KubernetesComputeRecord>;

  constructor(
    store: Store,
    timeline: Timeline,
    private readonly operations: Operations,
    private readonly checkAttachable: CheckAttachable,
  ) {
    this.records = store.collection('kubernetesComputes');
    this.byWorkspace = this.records.index((record) => record.workspaceKey);
    this.byRegionAndName = this.records.index(({ location, name }) => nameKey(location, name));
    this.byCluster = this.records.index((record) => armIdKey(record.resourceId));
    timeline.on(timelineKind, (key, atMs) => this.finish(key, atMs));
    this.records.observe((before, after, key) => {
      const atMs = after?.operation?.endsAtMs;
      if (atMs !== undefined && atMs !== before?.operation?.endsAtMs)
        timeline.schedule({ atMs, kind: timelineKind, key });
    });
  }

  find(path: ComputePath): KubernetesComputeRecord | undefined {
    return this.findById(computeArmId(workspaceIdOf(path), path.computeName));
  }

  findById(id: string): KubernetesComputeRecord | undefined {
    return this.records.get(armIdKey(id));
  }

  inWorkspace(workspaceKey: string): KubernetesComputeRecord[] {
    return [...this.byWorkspace(workspaceKey).values()];
  }

  isNameTaken(location: string, name: string): boolean {
    return this.byRegionAndName(nameKey(location, name)).size > 0;
  }

  put(record: KubernetesComputeRecord): void {
    this.records.put(armIdKey(record.id), record);
  }

  removeInWorkspace(workspaceKey: string): void {
    for (const key of Array.from(this.byWorkspace(workspaceKey).keys())) this.records.delete(key);
  }

  clear(): void {
    this.records.clear();
  }

  /** Everything attached from a cluster stops working. */
  breakAll(clusterId: string, error: ArmErrorBody): void {
    for (const record of Array.from(this.byCluster(armIdKey(clusterId)).values()))
      if (record.provisioningState === 'Succeeded') this.put(broken(record, error));
  }

  private finish(key: string, atMs: number): void {
    const record = this.records.get(key);
    if (!record?.operation || record.operation.endsAtMs !== atMs) return;
    const { operation, provisioningErrors: _past, ...settled } = record;
    const error =
      operation.error ??
      (operation.kind === 'Creating' ? this.checkAttachable(record.resourceId, atMs) : undefined);
    if (error) {
      this.put(broken(settled, error));
      this.operations.fail(operation.operationId, atMs, error);
      return;
    }
    if (operation.kind === 'Deleting') this.records.delete(key);
    else {
      this.breakEarlier(record);
      this.put({ ...settled, provisioningState: 'Succeeded' });
    }
    this.operations.succeed(operation.operationId, atMs);
  }

  /** A second attachment of a cluster to a workspace is taken, and the first one stops working. */
  private breakEarlier({ id, resourceId, workspaceKey, name }: KubernetesComputeRecord): void {
    for (const other of Array.from(this.byCluster(armIdKey(resourceId)).values()))
      if (other.workspaceKey === workspaceKey && other.id !== id && !other.operation)
        this.put(
          broken(other, {
            code: 'BadRequest',
            message: `The cluster is attached to this workspace again as '${name}'. The compute '${other.name}' no longer works.`,
          }),
        );
  }
}

const nameKey = (location: string, name: string): string => `${location}|${name}`.toLowerCase();

const broken = (record: KubernetesComputeRecord, error: ArmErrorBody): KubernetesComputeRecord => ({
  ...record,
  provisioningState: 'Failed',
  provisioningErrors: [error],
});
