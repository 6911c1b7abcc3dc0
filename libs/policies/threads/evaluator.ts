import { LRUCache } from 'lru-cache';
import type { ConditionOutcome } from '../conditions/evaluate.js';
import type { FactFields } from '../facts/fact-type.js';
import type { AskedCondition } from './messages.js';
import { Thread, type Ended } from './thread.js';

/** So long one that did not end is not tried again: it is refused at once, and holds up nobody. */
const restMs = 60_000;
const mostThreads = 4;

interface Job {
  asked: readonly AskedCondition[];
  facts: string;
  scopes: ReadonlyMap<string, FactFields>;
  answer: (outcomes: readonly ConditionOutcome[]) => void;
}

/**
 * Evaluates conditions in threads of their own. A condition is evaluated by one thread at a time, so that one that does not
 * end holds up those alone that it is asked for, and those once: its thread is ended, and for a minute it is not tried again.
 */
export class Evaluator {
  private readonly idle: Thread[] = [];
  private readonly busy = new Map<Thread, ReadonlySet<string>>();
  private readonly resting = new LRUCache<string, string>({ max: 1000, ttl: restMs });
  private waiting: Job[] = [];

  /** `deadlineMs`: so long all conditions of one decision may take. */
  constructor(private readonly deadlineMs = 1000) {}

  /** Starts a thread, so that the first decision does not wait for it. */
  warm(): void {
    if (this.idle.length + this.busy.size === 0) this.idle.push(new Thread());
  }

  /** What each condition comes to on these facts, in their order. `scopes`: what the facts are, by the scopes that are named. */
  evaluate(
    asked: readonly AskedCondition[],
    facts: object,
    scopes: ReadonlyMap<string, FactFields>,
  ): Promise<readonly ConditionOutcome[]> {
    if (asked.length === 0) return Promise.resolve([]);
    return new Promise((answer) => {
      this.waiting.push({ asked, facts: JSON.stringify(facts), scopes, answer });
      this.startWaiting();
    });
  }

  async close(): Promise<void> {
    const threads = [...this.idle, ...this.busy.keys()];
    this.idle.length = 0;
    await Promise.all(threads.map((thread) => thread.stop()));
  }

  private startWaiting(): void {
    const taken = new Set([...this.busy.values()].flatMap((keys) => [...keys]));
    const left: Job[] = [];
    for (const job of this.waiting) {
      const keys = keysOf(job);
      const thread = keys.some((key) => taken.has(key)) ? undefined : this.takeThread();
      // Of two that wait for one condition the first is first.
      for (const key of keys) taken.add(key);
      if (thread) void this.run(thread, job);
      else left.push(job);
    }
    this.waiting = left;
  }

  private takeThread(): Thread | undefined {
    const thread = this.idle.pop();
    if (thread) return thread.hasEnded ? this.takeThread() : thread;
    return this.busy.size < mostThreads ? new Thread() : undefined;
  }

  private async run(thread: Thread, job: Job): Promise<void> {
    this.busy.set(thread, new Set(keysOf(job)));
    const outcomes = await this.outcomesOf(thread, job);
    this.busy.delete(thread);
    if (!thread.hasEnded) this.idle.push(thread);
    if (outcomes) job.answer(outcomes);
    else this.waiting.unshift(job);
    this.startWaiting();
  }

  /** Undefined where the thread ended: what ended it rests, and the others are to be asked again. */
  private async outcomesOf(
    thread: Thread,
    job: Job,
  ): Promise<readonly ConditionOutcome[] | undefined> {
    const awake = job.asked.filter((one) => !this.resting.has(keyOf(one)));
    const answer =
      awake.length === 0 ? [] : await thread.ask(awake, job.facts, job.scopes, this.deadlineMs);
    if (isEnded(answer)) {
      const ended = awake[answer.place];
      if (ended) this.resting.set(keyOf(ended), this.saidOf(answer.why));
      return undefined;
    }
    const outcomes = new Map(awake.map((one, at) => [keyOf(one), answer[at]] as const));
    return job.asked.map(
      (one) =>
        outcomes.get(keyOf(one)) ?? { error: this.resting.get(keyOf(one)) ?? this.saidOf('time') },
    );
  }

  private saidOf(why: Ended['why']): string {
    return why === 'time'
      ? `It did not end within ${this.deadlineMs} ms.`
      : 'It takes more memory than a condition may.';
  }
}

const isEnded = (answer: readonly ConditionOutcome[] | Ended): answer is Ended => 'why' in answer;

const keyOf = ({ scope, condition }: AskedCondition): string => `${scope}\n${condition}`;

const keysOf = ({ asked }: Job): string[] => asked.map(keyOf);
