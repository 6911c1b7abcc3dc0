import { armIdKey, computeArmId } from '#libs/kernel';
import type { Operations } from '../../long-running-operations/operations.js';
import type { Faults } from '../../scenarios/faults.js';
import { failureError, failureTime } from '../../scenarios/known-failures.js';
import type { Collection } from '../../store/collection.js';
import type { Store } from '../../store/store.js';
import type { Timeline } from '../../timeline/timeline.js';
import { resourceNotFound } from '../arm-error.js';
import type { PathParameters } from '../arm-request.js';
import type { Locks } from '../locks/locks.js';
import type { Quotas } from '../quotas/quotas.js';
import { workspaceIdOf } from '../workspaces/workspaces.js';
import { grantByQuota, holdingOf } from './aml-compute/cluster-quota.js';
import { nextScaleMs, scaleCluster, type ScaleContext } from './aml-compute/scale-cluster.js';
import { finishOperation } from './compute-lifecycle.js';
import type { ComputeRecord } from './compute-record.js';

const timelineKind = 'compute';
export type ComputePath = Pick<
  PathParameters,
  'subscriptionId' | 'resourceGroupName' | 'workspaceName' | 'computeName'
>;

interface Surroundings {
  operations: Operations;
  faults: Faults;
  locks: Locks;
  quotas: Quotas;
}

const nextEventMs = (record: ComputeRecord): number | undefined => {
  const scaleMs = scales(record)
    ? nextScaleMs(record.state, record.settings.scaleSettings)
    : undefined;
  const endsAtMs = record.operation?.endsAtMs;
  return scaleMs === undefined || endsAtMs === undefined
    ? (scaleMs ?? endsAtMs)
    : Math.min(scaleMs, endsAtMs);
};

const scales = (record: ComputeRecord): boolean =>
  record.isBuilt && record.operation?.kind !== 'Deleting';

const nameKey = (location: string, name: string): string => `${location}|${name}`.toLowerCase();

/** The computes there are, and what time does to them. */
export class Computes {
  private readonly records: Collection<ComputeRecord>;
  private readonly byWorkspace: (key: string) => ReadonlyMap<string, ComputeRecord>;
  private readonly byRegionAndName: (key: string) => ReadonlyMap<string, ComputeRecord>;
  private readonly byRegion: (key: string) => ReadonlyMap<string, ComputeRecord>;

  constructor(
    store: Store,
    timeline: Timeline,
    private readonly around: Surroundings,
  ) {
    this.records = store.collection('computes');
    this.byWorkspace = this.records.index((record) => record.workspaceKey);
    this.byRegionAndName = this.records.index((record) =>
      nameKey(record.computeLocation, record.name),
    );
    this.byRegion = this.records.index((record) =>
      nameKey(record.computeLocation, record.subscriptionId),
    );
    this.records.observe((before, after) => {
      if (before) around.quotas.count(holdingOf(before), -1);
      if (after) around.quotas.count(holdingOf(after), 1);
    });
    timeline.on(timelineKind, (key, atMs) => this.due(key, atMs));
    this.records.observe((before, after, key) => {
      const atMs = after && nextEventMs(after);
      if (atMs !== undefined && (before === undefined || atMs !== nextEventMs(before)))
        timeline.schedule({ atMs, kind: timelineKind, key });
    });
  }

  find(path: ComputePath): ComputeRecord | undefined {
    return this.findById(computeArmId(workspaceIdOf(path), path.computeName));
  }

  findById(id: string): ComputeRecord | undefined {
    return this.records.get(armIdKey(id));
  }

  get(path: ComputePath): ComputeRecord {
    const record = this.find(path);
    if (record) return record;
    throw resourceNotFound(
      `Microsoft.MachineLearningServices/workspaces/${path.workspaceName}/computes/${path.computeName}`,
      path.resourceGroupName,
    );
  }

  /** In the order in which they were created. */
  inWorkspace(workspaceKey: string): ComputeRecord[] {
    return [...this.byWorkspace(workspaceKey).values()];
  }

  /** Of a subscription, by where their machines are. */
  inRegion(subscriptionId: string, location: string): ReadonlyMap<string, ComputeRecord> {
    return this.byRegion(nameKey(location, subscriptionId));
  }

  /** Names are taken in a whole region, over all workspaces (docs/azure-facts.md#names). */
  isNameTaken(location: string, name: string): boolean {
    return this.byRegionAndName(nameKey(location, name)).size > 0;
  }

  put(record: ComputeRecord): void {
    this.records.put(armIdKey(record.id), record);
  }

  removeInWorkspace(workspaceKey: string): void {
    for (const key of Array.from(this.byWorkspace(workspaceKey).keys())) this.records.delete(key);
  }

  clear(): void {
    this.records.clear();
  }

  /** The record with its nodes brought up to `nowMs`, asking again at once for those that did not come. */
  scaled(record: ComputeRecord, nowMs: number): ComputeRecord {
    if (!scales(record)) return record;
    const context: ScaleContext = {
      isHeld: this.around.locks.holdDeletes(record.id),
      grant: (wanted) => this.grant(record, wanted),
    };
    return {
      ...record,
      state: scaleCluster(record.state, record.settings.scaleSettings, context, nowMs),
    };
  }

  private grant(record: ComputeRecord, wanted: number): ReturnType<ScaleContext['grant']> {
    const subject = { method: 'PUT', paths: [record.id] };
    const fault = this.around.faults.take(
      'FailsWith',
      subject,
      (f) => failureTime(f) === 'allocation',
    );
    return fault
      ? { nodes: 0, error: failureError(fault) }
      : grantByQuota(this.around.quotas, record, wanted);
  }

  private due(key: string, atMs: number): void {
    const record = this.records.get(key);
    if (!record || nextEventMs(record) !== atMs) return;
    const isEnd = record.operation?.endsAtMs === atMs;
    const after = isEnd ? finishOperation(record, this.around.operations, atMs) : record;
    if (!after) this.records.delete(key);
    else this.records.put(key, this.scaled(isEnd ? forgetRetry(after) : after, atMs));
  }
}

/** After a change of settings a cluster does not wait for its next look. */
export const forgetRetry = (record: ComputeRecord): ComputeRecord => {
  const { retryAtMs: _retry, ...state } = record.state;
  return { ...record, state };
};
