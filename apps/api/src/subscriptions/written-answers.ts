import type { ExecutionResult } from 'graphql';

/** JSON of answers that were written once, for as long as somebody holds the answer. */
const texts = new WeakMap<object, string>();

/** The answer as JSON: written the first time, however many streams send it. */
export function jsonOf(answer: ExecutionResult): string {
  const known = texts.get(answer);
  if (known !== undefined) return known;
  const text = JSON.stringify(answer);
  texts.set(answer, text);
  return text;
}

/** What stands in a message in place of an answer; an answer is never such a text. */
const mark = '\u0000answer';
const marked = `${JSON.stringify(mark)}}`;

/**
 * Puts answers that were written before into the messages of graphql-transport-ws, of which they are the last part, without
 * writing them anew for every subscriber.
 */
export class AnswersInMessages {
  private text: string | undefined;

  /** For `JSON.stringify` of a message. */
  readonly leaveOut = (_name: string, value: unknown): unknown => {
    const text = typeof value === 'object' && value !== null ? texts.get(value) : undefined;
    if (text === undefined) return value;
    this.text = text;
    return mark;
  };

  /** The message that was written last, whole. */
  readonly putIn = (message: string): string =>
    this.text !== undefined && message.endsWith(marked)
      ? `${message.slice(0, -marked.length)}${this.text}}`
      : message;
}
