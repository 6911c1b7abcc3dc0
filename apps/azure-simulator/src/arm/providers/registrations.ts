import { durations } from '../../durations.js';
import type { Collection } from '../../store/collection.js';
import type { Store } from '../../store/store.js';
import { ArmRefusal } from '../arm-error.js';

export type RegistrationState = 'Registered' | 'Registering' | 'Unregistered';

interface RegistrationRecord {
  isRegistered: boolean;
  /** When a registration under way is done, in simulated time. */
  doneAtMs: number;
}

/** Resource Manager's own namespaces are always there. */
const always = new Set(['microsoft.resources', 'microsoft.authorization']);

/** Which namespaces a subscription is registered to use: all, until one is taken away. */
export class Registrations {
  private readonly records: Collection<RegistrationRecord>;

  constructor(store: Store) {
    this.records = store.collection('registrations');
  }

  stateOf(subscriptionId: string, namespace: string, nowMs: number): RegistrationState {
    const record = this.records.get(key(subscriptionId, namespace));
    if (record?.isRegistered === false) return 'Unregistered';
    return record && record.doneAtMs > nowMs ? 'Registering' : 'Registered';
  }

  /** It takes its time; what is registered stays so. */
  register(subscriptionId: string, namespace: string, nowMs: number): void {
    if (this.stateOf(subscriptionId, namespace, nowMs) !== 'Unregistered') return;
    const doneAtMs = nowMs + durations.providerRegistration * 1_000;
    this.records.put(key(subscriptionId, namespace), { isRegistered: true, doneAtMs });
  }

  unregister(subscriptionId: string, namespace: string): void {
    if (!always.has(namespace.toLowerCase()))
      this.records.put(key(subscriptionId, namespace), { isRegistered: false, doneAtMs: 0 });
  }

  /** Refuses where the subscription may not use the namespace of a resource type. */
  check(subscriptionId: string, type: string, nowMs: number): void {
    const [namespace = ''] = type.split('/');
    if (subscriptionId === '') return;
    if (this.stateOf(subscriptionId, namespace, nowMs) === 'Registered') return;
    throw new ArmRefusal(409, {
      code: 'MissingSubscriptionRegistration',
      message: `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
    });
  }

  clear(): void {
    this.records.clear();
  }
}

const key = (subscriptionId: string, namespace: string): string =>
  `${subscriptionId}|${namespace}`.toLowerCase();
