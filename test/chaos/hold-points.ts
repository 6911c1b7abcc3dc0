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

/** What Azure tells of a request that it is to hold. */
interface ArmedHold {
  id: string;
  holding: number;
  fired: number;
}

/** A request that is to be held once, in one resource group. */
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
    this.faultId = (fault as ArmedHold).id;
  }

  /** `given up`: it was held, until its client waited no longer. */
  stateIn(armed: readonly ArmedHold[]): 'awaited' | 'in hand' | 'given up' {
    const { holding = 0, fired = 0 } = armed.find(({ id }) => id === this.faultId) ?? {};
    if (holding > 0) return 'in hand';
    return fired > 0 ? 'given up' : 'awaited';
  }
}

/** Resolves when Azure holds every one of them; where one has been given up, as soon as it holds any. */
export const untilHeld = (system: ProcessSystem, holds: readonly Hold[]): Promise<void> =>
  vi.waitFor(
    async () => {
      const armed = await readArmed(system);
      const byState = Map.groupBy(holds, (hold) => hold.stateIn(armed));
      const awaited = byState.get('awaited') ?? [];
      const isTooLateForAll = byState.has('given up') && byState.has('in hand');
      if (!isTooLateForAll) expect(awaited.map(({ name }) => name)).toEqual([]);
    },
    { timeout: 60_000, interval: 100 },
  );

/** Which of them Azure holds now. */
export async function readHeld(
  system: ProcessSystem,
  holds: readonly Hold[],
): Promise<ReadonlySet<Hold>> {
  const armed = await readArmed(system);
  return new Set(holds.filter((hold) => hold.stateIn(armed) === 'in hand'));
}

/** Resolves when Azure holds nothing any more: whoever asked has gone. What was to be held and was not, no longer is. */
export async function forgetHolds(system: ProcessSystem): Promise<void> {
  await vi.waitFor(
    async () => {
      const held = (await readArmed(system)).filter(({ holding }) => holding > 0);
      expect(held).toEqual([]);
    },
    { timeout: 60_000, interval: 100 },
  );
  await fetch(`${system.azure.controlEndpoint}/faults`, { method: 'DELETE' });
}

const readArmed = async ({ control }: ProcessSystem): Promise<ArmedHold[]> =>
  ((await control('faults')) as { value: ArmedHold[] }).value;
