import { Injectable } from '@nestjs/common';
import { isObject } from '#libs/kernel';
import { rowId } from '#libs/verbs';
import type { Answer } from '../../channels/channel-answers.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { Changes } from '../../subscriptions/follow-changes.js';
import { StreamParts } from '../../subscriptions/stream-parts.js';

/** Reads an operation again each time that it changes, until it has ended or the time is over. */
@Injectable()
export class OperationWaits {
  constructor(
    private readonly changes: Changes,
    private readonly streams: StreamParts,
  ) {}

  /** The operation as `read` last answered it. A wait counts as a stream. Throws STREAM_LIMIT_EXCEEDED. */
  async until(
    seconds: number,
    id: string,
    { request, signal }: GraphqlContext,
    read: () => Promise<Answer>,
  ): Promise<Answer> {
    const time = AbortSignal.timeout(seconds * 1_000);
    const over = AbortSignal.any([signal, time]);
    const leave = this.streams.admission.enter({ request, signal });
    const key = rowId(id, 'Operation');
    // Listening starts before the first read: nothing falls in between.
    const heard = this.changes.follow(over, ({ operationId }) => operationId === key);
    try {
      let answer = await read();
      while (isUnderWay(answer)) {
        const { done } = await heard.next();
        if (done) break;
        answer = await read();
      }
      return answer;
    } finally {
      leave();
      await heard.return();
    }
  }
}

const isUnderWay = (answer: Answer): boolean =>
  'data' in answer && isObject(answer.data) && (answer.data as Ended).completedAt === null;

interface Ended {
  completedAt?: unknown;
}
