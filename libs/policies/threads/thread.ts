import { Worker } from 'node:worker_threads';
import type { ConditionOutcome } from '../conditions/evaluate.js';
import type { FactFields } from '../facts/fact-type.js';
import { findThread } from './find-thread.js';
import type { Answer, AskedCondition, Question, ThreadData } from './messages.js';

/** What one thread may hold, in MB; a condition that wants more ends it. */
const resourceLimits = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 };

/** More than these and it forgets some: it is told them all again before. Nobody asks for more at once. */
export const mostScopes = 90;

/** A condition ended the thread: by its place among those that were asked. */
export interface Ended {
  place: number;
  why: 'time' | 'memory';
}

/** Conditions for one request after the other. */
export interface AskedOfThread {
  asked: readonly AskedCondition[];
  facts: readonly string[];
  scopes: ReadonlyMap<string, FactFields>;
  /** So long one request may take. */
  deadlineMs: number;
  onAnswer(outcomes: readonly ConditionOutcome[], at: number): void;
}

/** A thread that evaluates conditions, one question at a time. */
export class Thread {
  private readonly at = new Int32Array(new SharedArrayBuffer(4));
  private readonly worker: Worker;
  private readonly known = new Set<string>();
  private readonly started: Promise<unknown>;
  private onEnd: (why: Ended['why']) => void = () => {};
  private onAnswers: (answers: Answer) => void = () => {};
  /** True once it answers nothing any more. */
  hasEnded = false;

  constructor() {
    const workerData: ThreadData = { at: this.at };
    this.worker = new Worker(findThread(), { workerData, resourceLimits, stdin: false });
    this.worker.unref();
    this.started = new Promise((resolve) => {
      this.worker.once('online', resolve).once('exit', resolve);
    });
    this.worker.on('message', (answers: Answer) => this.onAnswers(answers));
    this.worker.on('error', () => this.end('memory'));
    this.worker.on('exit', () => this.end('memory'));
  }

  /**
   * Tells the outcomes of each request in turn. What it comes to in the end: undefined, or which condition did not end within so
   * long on one request; the thread is none any more then.
   */
  async ask({
    asked,
    facts,
    scopes,
    deadlineMs,
    onAnswer,
  }: AskedOfThread): Promise<Ended | undefined> {
    await this.started;
    return new Promise((resolve) => {
      let told = 0;
      let late: NodeJS.Timeout | undefined;
      const settle = (ended?: Ended): void => {
        clearTimeout(late);
        this.onAnswers = () => {};
        this.onEnd = () => {};
        resolve(ended);
      };
      const wait = (): void => {
        clearTimeout(late);
        const before = told;
        late = setTimeout(() => {
          // An answer that waits because this process was busy counts.
          setImmediate(() => {
            if (told === before) this.end('time');
          });
        }, deadlineMs);
      };
      this.onAnswers = (answers) => {
        for (const outcomes of answers) onAnswer(outcomes, told++);
        if (told < facts.length) wait();
        else settle();
      };
      this.onEnd = (why) => settle({ place: this.at[0] ?? 0, why });
      if (this.hasEnded) return this.onEnd('memory');
      this.at[0] = 0;
      wait();
      this.worker.postMessage(this.questionOf(asked, facts, scopes));
    });
  }

  /** Takes its time and memory away from it. */
  async stop(): Promise<void> {
    this.hasEnded = true;
    await this.worker.terminate();
  }

  private end(why: Ended['why']): void {
    const { onEnd } = this;
    if (!this.hasEnded) void this.stop();
    onEnd(why);
  }

  private questionOf(
    conditions: readonly AskedCondition[],
    facts: readonly string[],
    scopes: ReadonlyMap<string, FactFields>,
  ): Question {
    if (this.known.size + scopes.size > mostScopes) this.known.clear();
    const unheard = [...scopes].filter(([scope]) => !this.known.has(scope));
    for (const [scope] of unheard) this.known.add(scope);
    return { facts, conditions, scopes: Object.fromEntries(unheard) };
  }
}
