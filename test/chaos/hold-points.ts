import { expect, vi } from 'vitest';
import type { ProcessSystem } from '../support/process-system.js';

export type Side = 'before' | 'after';

/** A request that `provisionKubernetesCompute` sends, where a worker can be stopped. */
export interface HoldPoint {
  step: string;
  method: 'GET' | 'PUT';
  /** How the path ends. */
  pathEnd: string;
  /** So many of the same go before it. */
  skip?: number;
}

const extension = '/extensions/azureml';
const compute = '/computes/arc-one';

/** What it asks of Azure until it has asked about the attachment; in order, each step's calls under the step's name. */
export const azurePoints: readonly HoldPoint[] = [
  { step: 'check cluster', method: 'GET', pathEnd: '/connectedClusters/arc' },
  { step: 'put extension, the look', method: 'GET', pathEnd: extension },
  { step: 'put extension', method: 'PUT', pathEnd: extension },
  { step: 'await extension', method: 'GET', pathEnd: extension, skip: 2 },
  { step: 'await extension, heartbeat', method: 'GET', pathEnd: '/connectedClusters/arc', skip: 1 },
  { step: 'check attachments', method: 'GET', pathEnd: '/computes' },
  { step: 'check name', method: 'GET', pathEnd: compute },
  { step: 'put compute', method: 'PUT', pathEnd: compute },
  { step: 'await compute', method: 'GET', pathEnd: compute, skip: 1 },
  { step: 'verify compute', method: 'GET', pathEnd: compute, skip: 2 },
];

/** What it asks of the cluster itself. */
export const podsPoint: HoldPoint = {
  step: 'verify pods',
  method: 'GET',
  pathEnd: '/connectedClusters/arc/api/v1/namespaces/azureml/pods',
};

/** A request that is to be held, in one resource group. */
export class Hold {
  private faultId = '';

  constructor(
    private readonly system: ProcessSystem,
    readonly groupName: string,
    readonly point: HoldPoint,
    readonly side: Side,
  ) {}

  get name(): string {
    return `${this.side} ${this.point.method} of ${this.point.step}`;
  }

  async arm(): Promise<void> {
    const { method, pathEnd, skip = 0 } = this.point;
    const fault = await this.system.control('faults', {
      name: 'HoldsRequest',
      match: { method, pathPattern: `/${this.groupName}/.*${pathEnd}$`, skip },
      parameters: { when: this.side },
    });
    this.faultId = (fault as { id: string }).id;
  }

  isIn(held: ReadonlySet<string>): boolean {
    return held.has(this.faultId);
  }
}

/** Resolves when Azure holds every one of them at once. */
export const untilHeld = (system: ProcessSystem, holds: readonly Hold[]): Promise<void> =>
  vi.waitFor(async () => expect(await notHeld(system, holds)).toEqual([]), {
    timeout: 60_000,
    interval: 100,
  });

/** Resolves when Azure holds nothing any more: whoever asked has gone. */
export const untilNothingIsHeld = (system: ProcessSystem): Promise<void> =>
  vi.waitFor(async () => expect((await heldIds(system)).size).toBe(0), { timeout: 10_000 });

/** Names of those that Azure does not hold now. */
async function notHeld(system: ProcessSystem, holds: readonly Hold[]): Promise<string[]> {
  const held = await heldIds(system);
  return holds.filter((hold) => !hold.isIn(held)).map(({ name }) => name);
}

async function heldIds({ control }: ProcessSystem): Promise<Set<string>> {
  const { value } = (await control('faults')) as { value: { id: string; holding: number }[] };
  return new Set(value.filter(({ holding }) => holding > 0).map(({ id }) => id));
}
