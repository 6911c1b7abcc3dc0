import { GraphQLError } from 'graphql';

export interface QueueLimits {
  /** So much may run at a time, in units of cost; one alone may cost more. */
  atOnce: number;
  /** What costs no more does not wait while its principal has nothing else running. */
  small: number;
  /** So many requests of one principal may wait. */
  mostWaiting: number;
}

interface Principal {
  /** Running or waiting. */
  requests: number;
  waits: number;
  /** Where its next request starts. */
  next: number;
}

interface Waiting {
  cost: number;
  /** Its place in the order: the least is next. */
  start: number;
  begin(): void;
}

/**
 * Lets requests run in turns between principals, by what they cost: a principal that asked for much waits behind one
 * that asked for little (start-time fair queueing, Goyal and others 1996). Whoever has the server alone waits for nobody.
 */
export class FairQueue {
  private running = 0;
  /** The start of what began last. */
  private now = 0;
  private waiting: Waiting[] = [];
  /** Those with something running or waiting. */
  private readonly principals = new Map<string, Principal>();

  constructor(private readonly limits: QueueLimits) {}

  /**
   * Resolves when the request may run, with what to call once when it has. Rejects with TOO_MANY_REQUESTS where too
   * many of the principal wait, and with the signal's reason once that aborts.
   */
  async enter(principalId: string, cost: number, signal: AbortSignal): Promise<() => void> {
    const principal = this.principals.get(principalId) ?? { requests: 0, waits: 0, next: 0 };
    const forget = (): void => this.forget(principalId, principal);
    if (principal.waits >= this.limits.mostWaiting) throw tooMany(principal.waits);
    const start = Math.max(this.now, principal.next);
    const alone = principal.requests === 0 && cost <= this.limits.small;
    principal.next = start + cost;
    principal.requests += 1;
    this.principals.set(principalId, principal);
    if (alone || (this.waiting.length === 0 && this.hasRoom(cost))) this.begin({ cost, start });
    else
      await this.wait({ cost, start }, principal, signal).catch((error: unknown) => {
        forget();
        throw error;
      });
    return () => {
      forget();
      this.leave(cost);
    };
  }

  private hasRoom(cost: number): boolean {
    return this.running === 0 || this.running + cost <= this.limits.atOnce;
  }

  private begin({ cost, start }: Pick<Waiting, 'cost' | 'start'>): void {
    this.running += cost;
    this.now = Math.max(this.now, start);
  }

  private async wait(
    request: Omit<Waiting, 'begin'>,
    principal: Principal,
    signal: AbortSignal,
  ): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: Waiting = { ...request, begin: resolve };
    const giveUp = (): void => {
      this.waiting = this.waiting.filter((one) => one !== waiting);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    this.waiting.push(waiting);
    principal.waits += 1;
    await promise.finally(() => {
      principal.waits -= 1;
      signal.removeEventListener('abort', giveUp);
    });
  }

  private leave(cost: number): void {
    this.running -= cost;
    for (let next = this.first(); next && this.hasRoom(next.cost); next = this.first()) {
      this.waiting.splice(this.waiting.indexOf(next), 1);
      this.begin(next);
      next.begin();
    }
  }

  private first(): Waiting | undefined {
    return this.waiting.reduce<Waiting | undefined>(
      (least, one) => (least && least.start <= one.start ? least : one),
      undefined,
    );
  }

  private forget(principalId: string, principal: Principal): void {
    principal.requests -= 1;
    if (principal.requests === 0) this.principals.delete(principalId);
  }
}

const tooMany = (waits: number): GraphQLError =>
  new GraphQLError(
    `${waits} of your requests wait for their turn already. Send fewer at a time, and ask for less in each.`,
    { extensions: { code: 'TOO_MANY_REQUESTS', http: { status: 429 } } },
  );
