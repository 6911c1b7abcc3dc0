import { LRUCache } from 'lru-cache';
import type { ConditionOutcome } from '../conditions/evaluate.js';
import type { FactFields } from '../facts/fact-type.js';
import type { Answer, AskedCondition } from './messages.js';
import { Thread, type Ended } from './thread.js';

/** So long one that did not end is not tried again: it is refused at once, and holds up nobody. */
const restMs = 60_000;
const mostThreads = 4;
/** So many requests go to a thread at once. */
const mostTogether = 20;

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
  private isClosed = false;

  /** `deadlineMs`: so long all conditions of one decision may take. */
  constructor(private readonly deadlineMs = 1000) {}

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
    this.isClosed = true;
    const threads = [...this.idle, ...this.busy.keys()];
    this.idle.length = 0;
    await Promise.all(threads.map((thread) => thread.stop()));
  }

  private startWaiting(): void {
    const taken = new Set([...this.busy.values()].flatMap((keys) => [...keys]));
    const groups = Map.groupBy(this.waiting, keyOfJob);
    this.waiting = [];
    for (const jobs of groups.values()) {
      const keys = keysOf(jobs[0]);
      const thread = keys.some((key) => taken.has(key)) ? undefined : this.takeThread();
      // Of two that wait for one condition the first is first.
      for (const key of keys) taken.add(key);
      if (thread) void this.run(thread, jobs.splice(0, mostTogether));
      this.waiting.push(...jobs);
    }
  }

  private takeThread(): Thread | undefined {
    const thread = this.idle.pop();
    if (thread) return thread.hasEnded ? this.takeThread() : thread;
    return this.busy.size < mostThreads ? new Thread() : undefined;
  }

  /** Requests that are asked the same go together: each turn of a thread costs more than its conditions. */
  private async run(thread: Thread, jobs: readonly Job[]): Promise<void> {
    this.busy.set(thread, new Set(keysOf(jobs[0])));
    const outcomes = await this.outcomesOf(thread, jobs);
    this.busy.delete(thread);
    if (!thread.hasEnded) this.idle.push(thread);
    if (outcomes) jobs.forEach((job, at) => job.answer(outcomes[at] ?? []));
    else this.waiting.unshift(...jobs);
    this.startWaiting();
  }

  /** Of each job; undefined where the thread ended: what ended it rests, and the others are to be asked again. */
  private async outcomesOf(
    thread: Thread,
    jobs: readonly Job[],
  ): Promise<(readonly ConditionOutcome[])[] | undefined> {
    const { asked = [], scopes = new Map<string, FactFields>() } = jobs[0] ?? {};
    const awake = asked.filter((one) => !this.resting.has(keyOf(one)));
    const facts = jobs.map((job) => job.facts);
    const answer =
      awake.length === 0 ? [] : await thread.ask(awake, facts, scopes, this.deadlineMs);
    if (isEnded(answer)) {
      const ended = awake[answer.place];
      if (ended && !this.isClosed) this.resting.set(keyOf(ended), this.saidOf(answer.why));
      return this.isClosed ? [] : undefined;
    }
    return jobs.map((_job, at) => {
      const outcomes = new Map(awake.map((one, place) => [keyOf(one), answer[at]?.[place]]));
      return asked.map((one) => outcomes.get(keyOf(one)) ?? this.restingOutcome(one));
    });
  }

  private restingOutcome(asked: AskedCondition): ConditionOutcome {
    return { error: this.resting.get(keyOf(asked)) ?? this.saidOf('time') };
  }

  private saidOf(why: Ended['why']): string {
    return why === 'time'
      ? `It did not end within ${this.deadlineMs} ms.`
      : 'It takes more memory than a condition may.';
  }
}

const isEnded = (answer: Answer | Ended): answer is Ended => 'why' in answer;

const keyOf = ({ scope, condition }: AskedCondition): string => `${scope}\n${condition}`;

const keysOf = (job: Job | undefined): string[] => (job?.asked ?? []).map(keyOf);

const keyOfJob = (job: Job): string => keysOf(job).join('\n\n');
