import type { Socket } from 'node:net';
import type { Faults, FaultSubject } from './faults.js';

/** What `HoldsRequest` keeps back at this moment. */
export class HeldRequests {
  private readonly releases = new Map<string, Set<() => void>>();

  constructor(private readonly faults: Faults) {}

  /** False where it was held until its client had gone: then it is over. True at once where no fault fits. */
  async pass(when: 'before' | 'after', subject: FaultSubject, socket: Socket): Promise<boolean> {
    const fault = this.faults.take('HoldsRequest', subject, (f) => f.parameters.when === when);
    if (!fault) return true;
    await this.hold(fault.id, socket);
    return !socket.destroyed;
  }

  /** How many requests the fault holds. */
  countOf(faultId: string): number {
    return this.releases.get(faultId)?.size ?? 0;
  }

  /** Lets go on what the fault holds; what all of them hold without an id. */
  release(faultId?: string): void {
    const ids = faultId === undefined ? [...this.releases.keys()] : [faultId];
    for (const id of ids) for (const release of Array.from(this.releases.get(id) ?? [])) release();
  }

  private hold(faultId: string, socket: Socket): Promise<void> {
    const held = this.releases.get(faultId) ?? new Set();
    this.releases.set(faultId, held);
    return new Promise((resolve) => {
      const release = (): void => {
        held.delete(release);
        socket.off('close', release);
        resolve();
      };
      held.add(release);
      socket.once('close', release);
      if (socket.destroyed) release();
    });
  }
}
