import type { RequestKind } from '../arm/arm-request.js';
import type { SimulatedClock } from '../clock/simulated-clock.js';
import type { Collection } from '../store/collection.js';
import type { Store } from '../store/store.js';

/** One accepted write: ground truth for whoever asks what really reached Azure. */
export interface LedgerEntry {
  sequence: number;
  /** Real time. */
  at: string;
  simulatedAt: string;
  method: string;
  path: string;
  apiVersion: string;
  status: number;
  requestId: string;
  clientRequestId?: string;
  principalId: string;
  /** Tag `armature-operation` of the body. */
  operationTag?: string;
  /** The client never saw the answer (ResetConnection). */
  answerLost?: boolean;
}

export type NewLedgerEntry = Omit<LedgerEntry, 'sequence' | 'at' | 'simulatedAt'>;

/** A 429, and whether the client then waited as long as it was told. */
export interface ThrottleEntry {
  at: string;
  /** What was throttled: subscription, principal and kind, or the fault. */
  key: string;
  code: string;
  retryAfterSeconds: number;
  /** Requests that came too early; 0 while the client obeys. */
  earlyRequests: number;
}

interface Refused {
  key: string;
  code: string;
  retryAfterSeconds: number;
  isEarly: boolean;
}

/** Append-only. Entries are durable with what they tell of; counts and throttles start anew with the process. */
export class Ledger {
  private readonly entries: Collection<LedgerEntry>;
  private sequence: number;
  private throttles: ThrottleEntry[] = [];
  private counts: Record<Counted, number> = newCounts();

  constructor(
    store: Store,
    private readonly clock: SimulatedClock,
  ) {
    this.entries = store.collection('ledger');
    this.sequence = Math.max(0, ...lastSequence(this.entries));
  }

  count(kind: RequestKind | 'token' | 'graph' | 'retailPrices'): void {
    this.counts[kind] += 1;
  }

  countRefused(): void {
    this.counts.refused += 1;
  }

  accepted(entry: NewLedgerEntry): void {
    this.sequence += 1;
    this.entries.put(String(this.sequence), {
      sequence: this.sequence,
      at: this.clock.realNow().toISOString(),
      simulatedAt: new Date(this.clock.nowMs()).toISOString(),
      ...entry,
    });
  }

  throttled({ isEarly, ...refused }: Refused): void {
    this.counts.throttled += 1;
    const open = this.throttles.findLast((throttle) => throttle.key === refused.key);
    if (isEarly && open) open.earlyRequests += 1;
    else
      this.throttles.push({ at: this.clock.realNow().toISOString(), ...refused, earlyRequests: 0 });
  }

  /** What was accepted after `sinceSequence`, on paths that contain `path` (any case). */
  read(
    sinceSequence: number,
    path: string,
  ): { entries: LedgerEntry[]; throttles: ThrottleEntry[]; counts: Record<string, number> } {
    const wanted = path.toLowerCase();
    const entries = [...this.entries.values()].filter(
      (entry) => entry.sequence > sinceSequence && entry.path.toLowerCase().includes(wanted),
    );
    return { entries, throttles: this.throttles, counts: this.counts };
  }

  clear(): void {
    this.entries.clear();
    this.throttles = [];
    this.counts = newCounts();
  }
}

/** Requests to ARM by kind, to Entra ID and to Microsoft Graph, and those of ARM that were refused. */
type Counted = RequestKind | 'token' | 'graph' | 'retailPrices' | 'refused' | 'throttled';

const newCounts = (): Record<Counted, number> => ({
  read: 0,
  write: 0,
  delete: 0,
  token: 0,
  graph: 0,
  retailPrices: 0,
  refused: 0,
  throttled: 0,
});

function* lastSequence(entries: Collection<LedgerEntry>): Generator<number> {
  let last = 0;
  for (const entry of entries.values()) last = Math.max(last, entry.sequence);
  yield last;
}
