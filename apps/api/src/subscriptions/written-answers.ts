import type { ExecutionResult } from 'graphql';

/** An answer as JSON. */
export interface WrittenAnswer {
  text: string;
  byteLength: number;
  /** Of a long one alone, which is sent as it is to all who wait for it. */
  bytes: Buffer | undefined;
}

/** A shorter one is sent, and thrown away, in less than a tenth of a millisecond. */
const shortBytes = 50_000;

/** Answers that were written, for as long as somebody holds them. */
const written = new WeakMap<object, WrittenAnswer>();

/** Writes an answer the first time, however many streams send it. */
export function writeAnswer(answer: ExecutionResult): WrittenAnswer {
  const known = written.get(answer);
  if (known) return known;
  const text = JSON.stringify(answer);
  const byteLength = Buffer.byteLength(text);
  const bytes = byteLength > shortBytes ? Buffer.from(text) : undefined;
  const one = { text, byteLength, bytes };
  written.set(answer, one);
  return one;
}

/** What stands in a message in place of an answer; an answer is never such a text. */
const mark = '\u0000answer';
const marked = `${JSON.stringify(mark)}}`;

/**
 * Puts answers that were written before into the messages of graphql-transport-ws, of which they are the last part, without
 * writing them anew for every subscriber.
 */
export class AnswersInMessages {
  private answer: WrittenAnswer | undefined;

  /** For `JSON.stringify` of a message. */
  readonly leaveOut = (_name: string, value: unknown): unknown => {
    const answer = typeof value === 'object' && value !== null ? written.get(value) : undefined;
    if (answer === undefined) return value;
    this.answer = answer;
    return mark;
  };

  /** The message that was written last, in the parts that it is to be sent in: one, but for a long answer in it. */
  readonly putIn = (message: string): readonly (string | Buffer)[] => {
    if (this.answer === undefined || !message.endsWith(marked)) return [message];
    const before = message.slice(0, -marked.length);
    const { text, bytes } = this.answer;
    return bytes ? [before, bytes, '}'] : [`${before}${text}}`];
  };
}
