import { LRUCache } from 'lru-cache';
import type { ConditionOutcome } from '../conditions/evaluate.js';
import { Job, type Asking } from './job.js';
import { nextJobs } from './queue.rules.js';
import { Thread, type Ended } from './thread.js';

/** So long one that did not end is not tried again: it is refused at once, and holds up nobody. */
const restMs = 60_000;
/** So many threads may end over one request; what it is asked beside is refused with it then. */
const mostEnds = 2;
/** So many requests of one party wait. */
const mostWaiting = 1000;
/** A request waits no longer than so many times what its conditions may take. */
const mostDeadlines = 5;

interface Bounds {
  /** So long all conditions of one request may take. */
  deadlineMs?: number;
  threads?: number;
}

/**
 * Evaluates conditions in threads of their own. A condition is evaluated by one thread at a time, so that one that does not
 * end holds up those alone that it is asked for, and those once: its thread is ended, and for a minute it is not tried again.
 * No owner has more than half of the threads, and no request waits without end.
 */
export class Evaluator {
  private readonly idle: Thread[] = [];
  private readonly busy = new Map<Thread, Job>();
  private readonly resting = new LRUCache<string, string>({ max: 1000, ttl: restMs });
  private waiting: Job[] = [];
  private isClosed = false;
  private readonly deadlineMs: number;
  private readonly threads: number;

  constructor({ deadlineMs = 1000, threads = 4 }: Bounds = {}) {
    this.deadlineMs = deadlineMs;
    this.threads = threads;
  }

  /** What each condition comes to on these facts, in their order. */
  evaluate(asking: Asking): Promise<readonly ConditionOutcome[]> {
    if (asking.asked.length === 0) return Promise.resolve([]);
    return new Promise((answer) => {
      const job = new Job(asking, this.deadlineMs * mostDeadlines, answer);
      const before = this.waiting.filter(({ party }) => party === job.party).length;
      if (before >= mostWaiting) return job.refuse(() => 'Too many requests wait to be evaluated.');
      this.waiting.push(job);
      this.startWaiting();
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const threads = [...this.idle, ...this.busy.keys()];
    this.idle.length = 0;
    for (const job of this.waiting.splice(0)) job.refuse(() => 'It was closed.');
    await Promise.all(threads.map((thread) => thread.stop()));
  }

  private startWaiting(): void {
    for (;;) {
      this.waiting = this.waiting.filter(({ isAnswered }) => !isAnswered);
      const free = this.threads - this.busy.size;
      const jobs = free > 0 ? nextJobs(this.waiting, [...this.busy.values()], free) : [];
      if (jobs.length === 0) return;
      this.waiting = this.waiting.filter((job) => !jobs.includes(job));
      void this.run(this.takeThread(), jobs);
    }
  }

  private takeThread(): Thread {
    const thread = this.idle.pop() ?? new Thread();
    return thread.hasEnded ? this.takeThread() : thread;
  }

  /** Requests that are asked the same go together: each turn of a thread costs more than its conditions. */
  private async run(thread: Thread, jobs: readonly Job[]): Promise<void> {
    const [first] = jobs;
    if (!first) return;
    this.busy.set(thread, first);
    await this.ask(thread, first, jobs);
    this.busy.delete(thread);
    if (!thread.hasEnded) this.idle.push(thread);
    this.waiting.unshift(...jobs.filter(({ isAnswered }) => !isAnswered));
    if (!this.isClosed) this.startWaiting();
  }

  /** Answers them. Where the thread ended what ended it rests, and those that had no answer yet are to be asked again. */
  private async ask(thread: Thread, first: Job, jobs: readonly Job[]): Promise<void> {
    const { asked, scopes } = first.asking;
    const awake = asked.flatMap((one, at) =>
      this.resting.has(first.keys[at] ?? '') ? [] : [{ one, key: first.keys[at] ?? '' }],
    );
    const answer = (job: Job | undefined, outcomes: readonly ConditionOutcome[]): void => {
      const known = new Map(awake.map(({ key }, place) => [key, outcomes[place]]));
      job?.answer(job.keys.map((key) => known.get(key) ?? { error: this.whyRests(key) }));
    };
    if (awake.length === 0) return jobs.forEach((job) => answer(job, []));
    const ended = await thread.ask({
      asked: awake.map(({ one }) => one),
      facts: jobs.map((job) => job.asking.facts),
      scopes,
      deadlineMs: this.deadlineMs,
      onAnswer: (outcomes, at) => answer(jobs[at], outcomes),
    });
    if (ended) this.rest(awake[ended.place]?.key, ended, jobs);
  }

  private rest(key: string | undefined, { why }: Ended, jobs: readonly Job[]): void {
    if (this.isClosed) return jobs.forEach((job) => job.refuse(() => 'It was closed.'));
    if (key !== undefined) this.resting.set(key, this.saidOf(why));
    for (const job of jobs) {
      job.ends += 1;
      if (job.ends >= mostEnds) job.refuse((one) => this.resting.get(one) ?? othersDidNotEnd);
    }
  }

  private whyRests(key: string): string {
    return this.resting.get(key) ?? this.saidOf('time');
  }

  private saidOf(why: Ended['why']): string {
    return why === 'time'
      ? `It did not end within ${this.deadlineMs} ms.`
      : 'It takes more memory than a condition may.';
  }
}

const othersDidNotEnd = `It was not evaluated: ${mostEnds} others did not end.`;
