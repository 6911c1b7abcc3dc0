import type { Collection } from '../../store/collection.js';
import type { Store } from '../../store/store.js';
import { everything, type Permission } from './role.js';

export interface SubscriptionRecord {
  subscriptionId: string;
  displayName: string;
  state: 'Enabled' | 'Disabled';
  /** What the roles of whoever comes allow in it. */
  permissions: readonly Permission[];
}

type Added = Pick<SubscriptionRecord, 'subscriptionId'> & Partial<SubscriptionRecord>;

/** The subscriptions there are: those declared at the start, and those added over the control route since. */
export class Subscriptions {
  private readonly added: Collection<SubscriptionRecord>;
  private readonly declared: ReadonlyMap<string, SubscriptionRecord>;

  constructor(store: Store, declared: readonly string[]) {
    this.added = store.collection('subscriptions');
    this.declared = new Map(declared.map((id) => [id.toLowerCase(), named(id)]));
  }

  /** In any case. */
  find(subscriptionId: string): SubscriptionRecord | undefined {
    const key = subscriptionId.toLowerCase();
    return this.added.get(key) ?? this.declared.get(key);
  }

  all(): SubscriptionRecord[] {
    return [...new Map([...this.declared, ...this.added.entries()]).values()];
  }

  add({ subscriptionId, ...more }: Added): SubscriptionRecord {
    const record = { ...named(subscriptionId), ...more };
    this.added.put(subscriptionId.toLowerCase(), record);
    return record;
  }

  /** Leaves the declared ones. */
  clear(): void {
    this.added.clear();
  }
}

const named = (subscriptionId: string): SubscriptionRecord => ({
  subscriptionId,
  displayName: `Simulated ${subscriptionId.slice(0, 8)}`,
  state: 'Enabled',
  permissions: everything,
});
