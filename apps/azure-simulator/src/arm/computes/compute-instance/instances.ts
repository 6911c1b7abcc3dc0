import { armIdKey, computeArmId } from '#libs/kernel';
import type { Collection } from '../../../store/collection.js';
import type { Store } from '../../../store/store.js';
import type { Timeline } from '../../../timeline/timeline.js';
import { workspaceIdOf } from '../../workspaces/workspaces.js';
import type { ComputePath } from '../computes.js';
import { endPhase, endUpdate, type InstanceWorld } from './advance-instance.js';
import { holdingOfInstance } from './instance-quota.js';
import type { InstanceRecord } from './instance-record.js';
import {
  earliest,
  idleEndMs,
  nextScheduleMs,
  playSchedule,
  shutDownIdle,
} from './power-by-itself.js';

const timelineKind = 'computeInstance';

const nextEvents = new WeakMap<InstanceRecord, { atMs: number | undefined }>();

/** When something happens to the instance next; undefined where nothing will by itself. Worked out once per record. */
function nextEventMs(record: InstanceRecord): number | undefined {
  const known = nextEvents.get(record);
  if (known) return known.atMs;
  const { operation, update } = record;
  const own = [operation?.untilMs, update?.endsAtMs];
  const atMs = earliest([...own, nextScheduleMs(record), idleEndMs(record)]);
  nextEvents.set(record, { atMs });
  return atMs;
}

const regionKey = (location: string, owner: string): string => `${location}|${owner}`.toLowerCase();

/** The compute instances there are, and what time does to them. */
export class Instances {
  private readonly records: Collection<InstanceRecord>;
  private readonly lostScripts: Collection<true>;
  private readonly byWorkspace: (key: string) => ReadonlyMap<string, InstanceRecord>;
  private readonly byRegionAndName: (key: string) => ReadonlyMap<string, InstanceRecord>;
  private readonly byRegion: (key: string) => ReadonlyMap<string, InstanceRecord>;
  private readonly world: InstanceWorld;
  private latestNumber = 0;

  constructor(store: Store, timeline: Timeline, around: Omit<InstanceWorld, 'isLost'>) {
    this.records = store.collection('computeInstances');
    this.lostScripts = store.collection('lostScripts');
    this.world = { ...around, isLost: (workspaceKey, path) => this.isLost(workspaceKey, path) };
    this.byWorkspace = this.records.index((record) => record.workspaceKey);
    this.byRegionAndName = this.records.index((record) => regionKey(record.location, record.name));
    this.byRegion = this.records.index((record) =>
      regionKey(record.location, record.subscriptionId),
    );
    this.records.observe((before, after, key) => {
      if (before) around.quotas.count(holdingOfInstance(before), -1);
      if (!after) return;
      around.quotas.count(holdingOfInstance(after), 1);
      this.latestNumber = Math.max(this.latestNumber, after.number);
      const atMs = nextEventMs(after);
      if (atMs !== undefined && (before === undefined || atMs !== nextEventMs(before)))
        timeline.schedule({ atMs, kind: timelineKind, key });
    });
    timeline.on(timelineKind, (key, atMs) => this.due(key, atMs));
  }

  find(path: ComputePath): InstanceRecord | undefined {
    return this.findById(computeArmId(workspaceIdOf(path), path.computeName));
  }

  findById(id: string): InstanceRecord | undefined {
    return this.records.get(armIdKey(id));
  }

  /** In the order in which they were created. */
  inWorkspace(workspaceKey: string): InstanceRecord[] {
    return [...this.byWorkspace(workspaceKey).values()];
  }

  inRegion(subscriptionId: string, location: string): ReadonlyMap<string, InstanceRecord> {
    return this.byRegion(regionKey(location, subscriptionId));
  }

  isNameTaken(location: string, name: string): boolean {
    return this.byRegionAndName(regionKey(location, name)).size > 0;
  }

  /** For a new instance: none had it before. */
  nextNumber(): number {
    return this.latestNumber + 1;
  }

  put(record: InstanceRecord): void {
    this.records.put(armIdKey(record.id), record);
  }

  removeInWorkspace(workspaceKey: string): void {
    for (const key of Array.from(this.byWorkspace(workspaceKey).keys())) this.records.delete(key);
  }

  clear(): void {
    this.records.clear();
    this.lostScripts.clear();
  }

  /** Whether from now on there is no script at that path in the storage of the workspace. */
  setLost(workspaceKey: string, path: string, isLost: boolean): void {
    const key = scriptKey(workspaceKey, path);
    if (isLost) this.lostScripts.put(key, true);
    else this.lostScripts.delete(key);
  }

  private isLost(workspaceKey: string, path: string): boolean {
    return this.lostScripts.get(scriptKey(workspaceKey, path)) === true;
  }

  private due(key: string, atMs: number): void {
    const record = this.records.get(key);
    if (!record || nextEventMs(record) !== atMs) return;
    const after = this.advanced(record, atMs);
    if (after) this.records.put(key, after);
    else this.records.delete(key);
  }

  private advanced(record: InstanceRecord, atMs: number): InstanceRecord | undefined {
    const { operation } = record;
    if (operation?.untilMs === atMs) return endPhase(record, operation, this.world, atMs);
    if (record.update?.endsAtMs === atMs) return endUpdate(record, this.world, atMs);
    return nextScheduleMs(record) === atMs
      ? playSchedule(record, this.world, atMs)
      : shutDownIdle(record, this.world, atMs);
  }
}

const scriptKey = (workspaceKey: string, path: string): string => `${workspaceKey}|${path}`;
