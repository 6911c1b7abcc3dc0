import { armIdKey } from '#libs/kernel';
import type { Collection } from '../../store/collection.js';
import type { Store } from '../../store/store.js';

export type LockLevel = 'CanNotDelete' | 'ReadOnly' | 'NotSpecified';

export interface LockRecord {
  id: string;
  name: string;
  scope: string;
  level: LockLevel;
  notes?: string;
  owners?: { applicationId: string }[];
}

const contains = (outerKey: string, innerKey: string): boolean =>
  innerKey === outerKey || innerKey.startsWith(`${outerKey}/`);

/**
 * Management locks: inherited by everything below their scope, the most restrictive wins (docs/azure-facts.md#locks).
 */
export class Locks {
  private readonly records: Collection<LockRecord>;

  constructor(store: Store) {
    this.records = store.collection('locks');
  }

  find(id: string): LockRecord | undefined {
    return this.records.get(armIdKey(id));
  }

  put(record: LockRecord): void {
    this.records.put(armIdKey(record.id), record);
  }

  delete(id: string): void {
    this.records.delete(armIdKey(id));
  }

  /** Those whose scope is `scope` or lies in it. */
  inside(scope: string): LockRecord[] {
    const key = armIdKey(scope);
    return this.all().filter((lock) => contains(key, armIdKey(lock.scope)));
  }

  /** Scopes that keep `id` from being deleted: its own, those above, and those inside, as a delete takes all or nothing. */
  againstDelete(id: string): string[] {
    if (this.records.size === 0) return [];
    const key = armIdKey(id);
    return this.scopes((scopeKey) => contains(scopeKey, key) || contains(key, scopeKey));
  }

  /** Scopes that make `id` read-only. */
  againstWrite(id: string): string[] {
    if (this.records.size === 0) return [];
    const key = armIdKey(id);
    return this.scopes((scopeKey, level) => level === 'ReadOnly' && contains(scopeKey, key));
  }

  /** Whether a lock on `id` or above keeps what is inside from being deleted: a cluster's nodes then stay. */
  holdDeletes(id: string): boolean {
    if (this.records.size === 0) return false;
    const key = armIdKey(id);
    return this.scopes((scopeKey) => contains(scopeKey, key)).length > 0;
  }

  removeInside(scopeKey: string): void {
    for (const lock of this.inside(scopeKey)) this.delete(lock.id);
  }

  clear(): void {
    this.records.clear();
  }

  private all(): LockRecord[] {
    return [...this.records.values()];
  }

  private scopes(fits: (scopeKey: string, level: LockLevel) => boolean): string[] {
    return this.all()
      .filter((lock) => lock.level !== 'NotSpecified' && fits(armIdKey(lock.scope), lock.level))
      .map((lock) => lock.scope);
  }
}
