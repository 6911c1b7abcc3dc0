import { randomUUID } from 'node:crypto';
import type { Collection } from '../store/collection.js';
import type { ArmedFault, FaultName, NewFault } from './fault.schema.js';

/** What a fault is matched with. */
export interface FaultSubject {
  method: string;
  /** The request's path; with polls also the id of the resource worked on. */
  paths: readonly string[];
}

/** Faults that are armed. They fire as often as `times` says, oldest first, and survive a restart. */
export class Faults {
  constructor(private readonly armed: Collection<ArmedFault>) {}

  arm(fault: NewFault): ArmedFault {
    const record = { ...fault, id: randomUUID(), fired: 0, skipped: 0 };
    this.armed.put(record.id, record);
    return record;
  }

  list(): ArmedFault[] {
    return [...this.armed.values()];
  }

  /** All of them without an id. */
  disarm(id?: string): void {
    if (id === undefined) this.armed.clear();
    else this.armed.delete(id);
  }

  /**
   * The oldest fault of that name that fits and has skipped its share, counted as fired; those before it that have not
   * count what they skip. Undefined where there is none.
   */
  take<N extends FaultName>(
    name: N,
    subject: FaultSubject,
    fits: (fault: ArmedFault<N>) => boolean = () => true,
  ): ArmedFault<N> | undefined {
    for (const fault of this.fitting(name, subject, fits)) {
      if (fault.skipped < fault.match.skip) {
        this.armed.put(fault.id, { ...fault, skipped: fault.skipped + 1 });
        continue;
      }
      this.armed.put(fault.id, { ...fault, fired: fault.fired + 1 });
      return fault;
    }
    return undefined;
  }

  private fitting<N extends FaultName>(
    name: N,
    subject: FaultSubject,
    fits: (fault: ArmedFault<N>) => boolean,
  ): ArmedFault<N>[] {
    if (this.armed.size === 0) return [];
    return [...this.armed.values()].filter(
      (fault): fault is ArmedFault<N> =>
        isNamed(fault, name) && isLeft(fault) && matches(fault, subject) && fits(fault),
    );
  }
}

const isNamed = <N extends FaultName>(fault: ArmedFault, name: N): fault is ArmedFault<N> =>
  fault.name === name;

const isLeft = (fault: ArmedFault): boolean =>
  fault.times === 'always' || fault.fired < fault.times;

export function matches({ match }: Pick<ArmedFault, 'match'>, subject: FaultSubject): boolean {
  if (match.method !== undefined && match.method !== subject.method) return false;
  if (match.pathPattern === undefined) return true;
  const pattern = new RegExp(match.pathPattern, 'i');
  return subject.paths.some((path) => pattern.test(path));
}
