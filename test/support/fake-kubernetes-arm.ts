import { armIdKey } from '#libs/kernel';
import type { ArmBody } from '#libs/operations';
import { FakeArm } from './fake-arm.js';

/** A fake ARM that also lists connected clusters and what is installed on them. */
export class FakeKubernetesArm extends FakeArm {
  override async list(collection: string): Promise<{ value: ArmBody[]; nextLink?: string }> {
    const key = armIdKey(collection);
    if (key.endsWith('/computes')) return super.list(collection);
    const [, type = ''] = /\/providers\/([^/]+\/[^/]+)$/.exec(key) ?? [];
    const holder = key.slice(0, -`/providers/${type}`.length);
    this.calls.push('list');
    const value = [...this.resources.entries()].flatMap(([id, body]) =>
      id.startsWith(`${holder}/`) && id.split('/').slice(-3, -1).join('/') === type ? [body] : [],
    );
    return { value };
  }

  /** A cluster as ARM answers it. */
  connect(armId: string, properties: object = {}): void {
    const body = {
      id: armId,
      location: 'eastus',
      properties: {
        provisioningState: 'Succeeded',
        connectivityStatus: 'Connected',
        lastConnectivityTime: '2026-11-21T05:00:00Z',
        kubernetesVersion: '1.31.2',
        totalNodeCount: 3,
        totalCoreCount: 12,
        agentVersion: '1.20.0',
        ...properties,
      },
    };
    this.resources.set(armIdKey(armId), body);
  }

  /** An AKS cluster as ARM answers it. */
  manage(armId: string, powerState: 'Running' | 'Stopped' = 'Running'): void {
    const properties = {
      provisioningState: 'Succeeded',
      powerState: { code: powerState },
      kubernetesVersion: '1.31',
      currentKubernetesVersion: '1.31.2',
      agentPoolProfiles: [
        {
          name: 'a',
          count: 2,
        },
        {
          name: 'b',
          count: 1,
        },
      ],
    };
    this.resources.set(armIdKey(armId), { id: armId, location: 'eastus', properties });
  }

  /** Ids of what stands of this type, e.g. `extensions`. */
  idsOf(type: string): string[] {
    return [...this.resources.keys()].filter((id) => id.split('/').at(-2) === type);
  }
}
