import type { Collection } from '../../store/collection.js';
import type { Store } from '../../store/store.js';
import { ArmRefusal } from '../arm-error.js';

export type RegistrationState = 'Registered' | 'Unregistered';

/** Resource Manager's own namespaces are always there. */
const always = new Set(['microsoft.resources', 'microsoft.authorization']);

/** Which namespaces a subscription is registered to use: all, until one is taken away. */
export class Registrations {
  private readonly states: Collection<RegistrationState>;

  constructor(store: Store) {
    this.states = store.collection('registrations');
  }

  stateOf(subscriptionId: string, namespace: string): RegistrationState {
    return this.states.get(key(subscriptionId, namespace)) ?? 'Registered';
  }

  set(subscriptionId: string, namespace: string, state: RegistrationState): void {
    if (!always.has(namespace.toLowerCase()))
      this.states.put(key(subscriptionId, namespace), state);
  }

  /** Refuses where the subscription may not use the namespace of a resource type. */
  check(subscriptionId: string, type: string): void {
    const [namespace = ''] = type.split('/');
    if (subscriptionId === '' || this.stateOf(subscriptionId, namespace) === 'Registered') return;
    throw new ArmRefusal(409, {
      code: 'MissingSubscriptionRegistration',
      message: `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
    });
  }

  clear(): void {
    this.states.clear();
  }
}

const key = (subscriptionId: string, namespace: string): string =>
  `${subscriptionId}|${namespace}`.toLowerCase();
