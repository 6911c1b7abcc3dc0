import type pg from 'pg';
import {
  committing,
  currentEnd,
  endingWith,
  isDatabaseAway,
  isHeldByOthers,
  StatementEnded,
} from '#libs/database';
import type { RequestContext } from '#libs/verbs';
import type { Kinds } from '../kinds.js';
import {
  acceptCreations,
  type AskedCreation,
  type Outcome,
} from './accept-operation.repository.js';
import { creationValues, type Creation } from './acceptance.js';

/** More of them would take a statement towards its limit. */
const mostTogether = 50;
/** What others hold is waited for so long together; longer only by who wants it. */
const patienceMs = 100;

interface Waiting {
  kinds: Kinds;
  creation: AskedCreation;
  /** When nobody waits for the answer any more. */
  end: AbortSignal | undefined;
  answer: PromiseWithResolvers<Outcome>;
}

/**
 * Accepts a new resource and the operation that makes it; those that are asked for while others are being written go
 * together, with one statement and one commit (ADR 0055). Answers what it came to. Rejects as if it had been written alone:
 * with the index that it violates, with StatementEnded, or with OutcomeUnknown.
 */
export function acceptCreation(
  pool: pg.Pool,
  kinds: Kinds,
  context: RequestContext,
  creation: Creation,
): Promise<Outcome> {
  const group = groups.get(pool) ?? new Group(pool);
  groups.set(pool, group);
  return group.accept(kinds, creationValues(kinds, context, creation));
}

const groups = new WeakMap<pg.Pool, Group>();

class Group {
  private waiting: Waiting[] = [];
  private isWriting = false;

  constructor(private readonly pool: pg.Pool) {}

  accept(kinds: Kinds, creation: AskedCreation): Promise<Outcome> {
    const answer = Promise.withResolvers<Outcome>();
    const one = { kinds, creation, end: currentEnd(), answer };
    this.waiting.push(one);
    this.leaveWith(one);
    // What they share must end with none of them.
    if (!this.isWriting) void endingWith(undefined, () => this.writeAll());
    return answer.promise;
  }

  /** Whoever is no longer waited for hears so at once, and not when those before it are written. */
  private leaveWith(one: Waiting): void {
    const { end, answer } = one;
    if (!end) return;
    const leave = (): void => {
      if (!this.waiting.includes(one)) return;
      this.waiting = this.waiting.filter((other) => other !== one);
      answer.reject(new StatementEnded(end.reason));
    };
    if (end.aborted) return leave();
    end.addEventListener('abort', leave, { once: true });
    const stop = (): void => end.removeEventListener('abort', leave);
    answer.promise.then(stop, stop);
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) await this.writeTogether(this.take());
    this.isWriting = false;
  }

  /** The first of those that wait, without those that another of them stands in the way of. */
  private take(): Waiting[] {
    const taken: Waiting[] = [];
    const left: Waiting[] = [];
    const unique = new Set<string>();
    for (const one of this.waiting) {
      const its = uniqueIn(one.creation);
      if (taken.length >= mostTogether || its.some((text) => unique.has(text))) left.push(one);
      else if (taken[0] && taken[0].kinds !== one.kinds) left.push(one);
      else {
        taken.push(one);
        its.forEach((text) => unique.add(text));
      }
    }
    this.waiting = left;
    return taken;
  }

  private async writeTogether(taken: readonly Waiting[]): Promise<void> {
    const [first] = taken;
    if (!first) return;
    const creations = taken.map(({ creation }) => creation);
    try {
      const writing = acceptCreations(this.pool, first.kinds, creations, patienceMs);
      answerAll(taken, await committing(writing));
    } catch (error) {
      // What is wrong with one of them, and whom it concerns, each learns by itself; nobody waits for that.
      if (isAnybodys(error)) for (const { answer } of taken) answer.reject(error);
      else for (const one of taken) void this.writeAlone(one);
    }
  }

  private async writeAlone(one: Waiting): Promise<void> {
    try {
      const writing = () => acceptCreations(this.pool, one.kinds, [one.creation]);
      answerAll([one], await committing(endingWith(one.end, writing)));
    } catch (error) {
      one.answer.reject(error);
    }
  }
}

function answerAll(taken: readonly Waiting[], outcomes: ReadonlyMap<string, Outcome>): void {
  for (const { answer, creation } of taken)
    answer.resolve(outcomes.get(creation.operationId) ?? 'notReady');
}

/** What the indexes let in once. */
const uniqueIn = ({ armIdKey, principalId, key, planId }: AskedCreation): string[] => [
  armIdKey,
  ...(key === null ? [] : [`${principalId} ${key}`]),
  ...(planId === null ? [] : [planId]),
];

/** True where PostgreSQL is away or did not answer, and nobody would fare better alone. */
const isAnybodys = (error: unknown): boolean => isDatabaseAway(error) && !isHeldByOthers(error);
