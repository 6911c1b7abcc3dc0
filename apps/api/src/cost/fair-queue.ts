import { GraphQLError } from 'graphql';

export interface QueueLimits {
  /** So much may run at a time of several principals, in units of cost; one request alone may cost more. */
  atOnce: number;
  /** So much of a principal who had the server alone for the last second. */
  alone: number;
  /** A principal of whom no more than this runs does not wait. */
  small: number;
  /** An event of a stream that costs more waits as what is large does: nobody waits for it as for an answer. */
  smallEvent: number;
  /** So many requests of one principal may wait. */
  mostWaiting: number;
}

interface Principal {
  /** Running or waiting. */
  requests: number;
  /** Those that wait; events of streams are not counted. */
  waits: number;
  /** What runs of it, in units of cost. */
  runs: number;
  /** Where its next request starts. */
  next: number;
}

interface Asked {
  principalId: string;
  atMs: number;
}

interface Place {
  principal: Principal;
  cost: number;
  /** Begins only when little else runs, and not for a while after another. */
  isLarge: boolean;
  /** Its place in the order: the least is next. */
  start: number;
}

/** What something costs, and how that is looked at. */
interface Size extends Pick<Place, 'cost' | 'isLarge'> {
  /** With no more of its principal running it does not wait. */
  small: number;
}

interface Waiting extends Place {
  begin(): void;
}

/** Whoever asked within this time counts as using the server. */
const recentlyMs = 1_000;

/** The first of those that wait begins after this time, whatever runs: small requests never end on a busy server. */
const longestStallMs = 100;

/**
 * Lets requests run in turns between principals, by what they cost: a principal that asked for much waits behind one
 * that asked for little (start-time fair queueing, Goyal and others 1996). What is large begins when little else runs,
 * so that a small request waits for at most one of them.
 */
export class FairQueue {
  private running = 0;
  /** The principal who asked last, and the last one who asked before and is another. */
  private latest: Asked | undefined;
  private other: Asked | undefined;
  private stall: NodeJS.Timeout | undefined;
  /** Until then no large request begins. */
  private restUntilMs = 0;
  /** The start of what began last. */
  private now = 0;
  private waiting: Waiting[] = [];
  /** Those with something running or waiting, or with more had than others: who comes again at once does not come new. */
  private readonly principals = new Map<string, Principal>();

  constructor(private readonly limits: QueueLimits) {}

  /**
   * Resolves when the request may run, with what to call once when it has. Rejects with TOO_MANY_REQUESTS where too
   * many of the principal wait, and with the signal's reason once that aborts.
   */
  async enter(principalId: string, cost: number, signal: AbortSignal): Promise<() => void> {
    const principal = this.find(principalId);
    if (principal.waits >= this.limits.mostWaiting) throw tooMany(principal.waits);
    const size = { cost, small: this.limits.small, isLarge: cost > this.limits.atOnce };
    return this.takePlace(principal, size, async (place) => {
      principal.waits += 1;
      await this.wait(place, signal).finally(() => (principal.waits -= 1));
    });
  }

  /**
   * As `enter`, for an event of a stream. None is refused, however many wait: streams are bounded where they are opened,
   * and each has one event here at a time.
   */
  async enterAsEvent(principalId: string, cost: number, signal: AbortSignal): Promise<() => void> {
    const { smallEvent: small } = this.limits;
    const size = { cost, small, isLarge: cost > small };
    return this.takePlace(this.find(principalId), size, (place) => this.wait(place, signal));
  }

  private find(principalId: string): Principal {
    this.notice(principalId);
    const known = this.principals.get(principalId);
    if (known) return known;
    const principal = { requests: 0, waits: 0, runs: 0, next: 0 };
    this.principals.set(principalId, principal);
    return principal;
  }

  private async takePlace(
    principal: Principal,
    { cost, small, isLarge }: Size,
    wait: (place: Place) => Promise<void>,
  ): Promise<() => void> {
    const place = { principal, cost, isLarge, start: Math.max(this.now, principal.next) };
    const isModest = principal.runs + cost <= small;
    principal.next = place.start + cost;
    principal.requests += 1;
    if (isModest || (this.waiting.length === 0 && this.hasRoom(place))) this.begin(place);
    else
      await wait(place).catch((error: unknown) => {
        principal.requests -= 1;
        this.forgetEven();
        throw error;
      });
    const beganMs = performance.now();
    return () => {
      principal.requests -= 1;
      this.leave(place, performance.now() - beganMs);
    };
  }

  private notice(principalId: string): void {
    if (this.latest?.principalId !== principalId) this.other = this.latest;
    this.latest = { principalId, atMs: performance.now() };
  }

  private hasRoom({ cost, isLarge }: Place): boolean {
    if (isLarge && performance.now() < this.restUntilMs) return false;
    return this.running === 0 || this.running + cost <= this.room();
  }

  private room(): number {
    return this.isShared() ? this.limits.atOnce : this.limits.alone;
  }

  private isShared(): boolean {
    return this.other !== undefined && performance.now() - this.other.atMs < recentlyMs;
  }

  private begin({ principal, cost, start }: Place): void {
    principal.runs += cost;
    this.running += cost;
    this.now = Math.max(this.now, start);
  }

  private async wait(place: Place, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: Waiting = { ...place, begin: resolve };
    const giveUp = (): void => {
      this.waiting = this.waiting.filter((one) => one !== waiting);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    this.waiting.push(waiting);
    this.stall ??= setTimeout(() => this.endStall(), longestStallMs).unref();
    await promise.finally(() => signal.removeEventListener('abort', giveUp));
  }

  private leave({ principal, cost, isLarge }: Place, tookMs: number): void {
    principal.runs -= cost;
    this.running -= cost;
    if (isLarge && this.isShared()) this.rest(tookMs);
    this.beginNext();
    this.forgetEven();
  }

  /** Of the time that several principals share, large requests have half. */
  private rest(tookMs: number): void {
    const restMs = Math.min(tookMs, longestStallMs);
    this.restUntilMs = performance.now() + restMs;
    setTimeout(() => this.beginNext(), restMs).unref();
  }

  private beginNext(): void {
    for (let next = this.first(); next && this.hasRoom(next); next = this.first())
      this.beginWaiting(next);
  }

  private beginWaiting(next: Waiting): void {
    this.waiting.splice(this.waiting.indexOf(next), 1);
    this.begin(next);
    next.begin();
    this.stall?.refresh();
  }

  private endStall(): void {
    const next = this.first();
    if (next) this.beginWaiting(next);
    else this.stall = undefined;
  }

  private first(): Waiting | undefined {
    return this.waiting.reduce<Waiting | undefined>(
      (least, one) => (least && least.start <= one.start ? least : one),
      undefined,
    );
  }

  /** Forgets who has nothing here and is owed no patience; all who have nothing, where nothing runs. */
  private forgetEven(): void {
    for (const [principalId, { requests, next }] of this.principals)
      if (requests === 0 && (next <= this.now || this.running === 0))
        this.principals.delete(principalId);
  }
}

const tooMany = (waits: number): GraphQLError =>
  new GraphQLError(
    `${waits} of your requests wait for their turn already. Send fewer at a time, and ask for less in each.`,
    { extensions: { code: 'TOO_MANY_REQUESTS', http: { status: 429 } } },
  );
