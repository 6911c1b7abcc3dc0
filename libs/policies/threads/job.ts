import type { ConditionOutcome } from '../conditions/evaluate.js';
import type { FactFields } from '../facts/fact-type.js';
import type { AskedCondition } from './messages.js';

/** Conditions that are asked of the facts of one request. */
export interface Asking {
  asked: readonly AskedCondition[];
  /** JSON. */
  facts: string;
  /** What the facts are, by the scopes that are named. */
  scopes: ReadonlyMap<string, FactFields>;
  /** Who made the conditions, e.g. a team; undefined: everybody is asked them. */
  owner: string | undefined;
}

/** The same while it waits or is evaluated. It is answered once, and by its own deadline at the latest. */
export class Job {
  /** What it is asked, each with its owner: what one owner's does to a thread is no matter of another's. */
  readonly keys: readonly string[];
  /** Jobs of one kind are asked the same and may go to a thread together. */
  readonly kind: string;
  /** Who gets threads for it: its owner, and where everybody is asked its kind. */
  readonly party: string;
  /** How often a thread ended over it. */
  ends = 0;
  isAnswered = false;
  private readonly late: NodeJS.Timeout;

  constructor(
    readonly asking: Asking,
    deadlineMs: number,
    private readonly tell: (outcomes: readonly ConditionOutcome[]) => void,
  ) {
    this.keys = asking.asked.map((one) => keyOf(asking.owner, one));
    this.kind = this.keys.join('\n\n');
    this.party = asking.owner ?? this.kind;
    const why = `Others took the time: it was not evaluated within ${deadlineMs} ms.`;
    this.late = setTimeout(() => this.refuse(() => why), deadlineMs);
    this.late.unref();
  }

  answer(outcomes: readonly ConditionOutcome[]): void {
    if (this.isAnswered) return;
    this.isAnswered = true;
    clearTimeout(this.late);
    this.tell(outcomes);
  }

  /** Answers that none was evaluated, and why of each by its key. */
  refuse(why: (key: string) => string): void {
    this.answer(this.keys.map((key) => ({ error: why(key) })));
  }
}

const keyOf = (owner: string | undefined, { scope, condition }: AskedCondition): string =>
  [owner ?? '', scope, condition].join('\n');
