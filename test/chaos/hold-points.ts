import { expect, vi } from 'vitest';
import type { ProcessSystem } from '../support/process-system.js';

export type Side = 'before' | 'after';
export const sides: readonly Side[] = ['before', 'after'];

/** A request that an operation sends to Azure, where a worker can be stopped. */
export interface HoldPoint {
  step: string;
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** How the path ends; of a poll, the path of what is worked on. */
  pathEnd: string;
  /** So many of the same go before it. */
  skip?: number;
}

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
