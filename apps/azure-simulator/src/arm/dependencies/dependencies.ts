import { armIdKey, resourceGroupId } from '#libs/kernel';
import type { Operations } from '../../long-running-operations/operations.js';
import type { Collection } from '../../store/collection.js';
import type { Store } from '../../store/store.js';
import type { Timeline } from '../../timeline/timeline.js';
import type { DependencyRecord } from './dependency-record.js';

const timelineKind = 'dependency';

/** Names that nobody else in the world may have: those of a type, whatever the subscription. */
const worldKey = (type: string, name: string): string => `${type}|${name}`.toLowerCase();

/** What workspaces lean on, soft-deleted ones included, and what becomes of their operations. */
export class Dependencies {
  private readonly records: Collection<DependencyRecord>;
  private readonly bySubscription: (key: string) => ReadonlyMap<string, DependencyRecord>;
  private readonly byGroup: (key: string) => ReadonlyMap<string, DependencyRecord>;
  private readonly byName: (key: string) => ReadonlyMap<string, DependencyRecord>;

  constructor(
    store: Store,
    timeline: Timeline,
    private readonly operations: Operations,
    /** Whether what is deleted with its group, or without a word, keeps its name. */
    private readonly keepsDeleted: (type: string) => boolean,
    private readonly removeInside: (scopeKey: string) => void,
  ) {
    this.records = store.collection('dependencies');
    this.bySubscription = this.records.index((record) => record.subscriptionId.toLowerCase());
    this.byGroup = this.records.index((record) =>
      armIdKey(resourceGroupId(record.subscriptionId, record.resourceGroupName)),
    );
    this.byName = this.records.index((record) => worldKey(record.type, record.name));
    timeline.on(timelineKind, (key, atMs) => this.finish(key, atMs));
    this.records.observe((before, after, key) => {
      const atMs = after?.operation?.endsAtMs;
      if (atMs !== undefined && atMs !== before?.operation?.endsAtMs)
        timeline.schedule({ atMs, kind: timelineKind, key });
    });
  }

  /** Also one that is soft-deleted. */
  findAny(id: string): DependencyRecord | undefined {
    return this.records.get(armIdKey(id));
  }

  findById(id: string): DependencyRecord | undefined {
    const record = this.findAny(id);
    return record?.softDeletedAtMs === undefined ? record : undefined;
  }

  /** Those of a type in a group, without soft-deleted ones. */
  inGroup(groupKey: string, type: string): DependencyRecord[] {
    return [...this.byGroup(groupKey).values()].filter(stands).filter(isOf(type));
  }

  inSubscription(subscriptionId: string, type: string): DependencyRecord[] {
    return [...this.bySubscription(subscriptionId.toLowerCase()).values()]
      .filter(stands)
      .filter(isOf(type));
  }

  /** Of every type. */
  allInSubscription(subscriptionId: string): DependencyRecord[] {
    return [...this.bySubscription(subscriptionId.toLowerCase()).values()].filter(stands);
  }

  softDeleted(subscriptionId: string, type: string): DependencyRecord[] {
    return [...this.bySubscription(subscriptionId.toLowerCase()).values()]
      .filter((record) => !stands(record))
      .filter(isOf(type));
  }

  /** Whoever in the world has the name, soft-deleted ones too. */
  withName(type: string, name: string): DependencyRecord[] {
    return [...this.byName(worldKey(type, name)).values()];
  }

  put(record: DependencyRecord): void {
    this.records.put(armIdKey(record.id), record);
  }

  /** Deletes what is in a group, as if each were deleted by itself: some keep their names. */
  removeInGroup(groupKey: string, nowMs: number): void {
    for (const [key, record] of Array.from(this.byGroup(groupKey).entries()))
      if (stands(record)) this.remove(key, record, nowMs);
  }

  /** Deletes one: softly where its type keeps what is deleted and nobody forbids it. */
  remove(key: string, record: DependencyRecord, atMs: number): void {
    this.removeInside(key);
    const { operation, ...settled } = record;
    if (operation) this.operations.cancel(operation.operationId, atMs);
    if (!this.keepsDeleted(record.type)) return this.records.delete(key);
    this.records.put(key, { ...settled, provisioningState: 'Succeeded', softDeletedAtMs: atMs });
  }

  purge(record: DependencyRecord): void {
    this.removeInside(armIdKey(record.id));
    this.records.delete(armIdKey(record.id));
  }

  clear(): void {
    this.records.clear();
  }

  private finish(key: string, atMs: number): void {
    const record = this.records.get(key);
    if (!record?.operation || record.operation.endsAtMs !== atMs) return;
    const { operation, ...settled } = record;
    if (operation.error) {
      const provisioningState = operation.kind === 'Creating' ? 'Failed' : 'Succeeded';
      this.records.put(key, { ...settled, provisioningState });
      this.operations.fail(operation.operationId, atMs, operation.error);
      return;
    }
    this.operations.succeed(operation.operationId, atMs);
    if (operation.kind === 'Creating')
      this.records.put(key, { ...settled, provisioningState: 'Succeeded' });
    else if (operation.kind === 'Deleting') this.remove(key, record, atMs);
    else this.purge(record);
  }
}

const stands = ({ softDeletedAtMs }: DependencyRecord): boolean => softDeletedAtMs === undefined;

const isOf =
  (type: string) =>
  (record: DependencyRecord): boolean =>
    record.type.toLowerCase() === type.toLowerCase();
