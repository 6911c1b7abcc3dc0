import { Injectable } from '@nestjs/common';
import { isObject } from '#libs/kernel';
import { rowId } from '#libs/verbs';
import type { Answer } from '../../channels/channel-answers.js';
import { unauthenticated, type GraphqlContext } from '../../context/graphql-context.js';
import { Changes } from '../../subscriptions/follow-changes.js';
import { StreamParts } from '../../subscriptions/stream-parts.js';

/** Reads an operation again each time that it changes, until it has ended or the time is over. */
@Injectable()
export class OperationWaits {
  constructor(
    private readonly changes: Changes,
    private readonly streams: StreamParts,
  ) {}

  /**
   * The operation as `read` last answered it, to whoever the credential still stands for by then. A wait counts as a stream.
   * Throws STREAM_LIMIT_EXCEEDED, or UNAUTHENTICATED once nobody is known by the credential.
   */
  async until(
    seconds: number,
    id: string,
    { context, authorization }: Waiting,
    read: (context: GraphqlContext) => Promise<Answer>,
  ): Promise<Answer> {
    const { request, signal } = context;
    const time = AbortSignal.timeout(seconds * 1_000);
    const over = AbortSignal.any([signal, time]);
    const leave = this.streams.admission.enter({ request, signal });
    const key = rowId(id, 'Operation');
    // Listening starts before the first read: nothing falls in between.
    const heard = this.changes.follow(over, ({ operationId }) => operationId === key);
    try {
      let answer = await read(context);
      while (isUnderWay(answer)) {
        const { done } = await heard.next();
        if (done) break;
        answer = await read(await this.lookAgain(context, authorization));
      }
      return answer;
    } finally {
      leave();
      await heard.return();
    }
  }

  private async lookAgain(
    context: GraphqlContext,
    authorization: unknown,
  ): Promise<GraphqlContext> {
    const actor = await this.streams.authentication.actorOf(authorization);
    if (!actor) throw unauthenticated();
    return { ...context, request: { ...context.request, actor } };
  }
}

/** Who waits, and the Authorization header that they came with. */
interface Waiting {
  context: GraphqlContext;
  authorization: unknown;
}

const isUnderWay = (answer: Answer): boolean =>
  'data' in answer && isObject(answer.data) && (answer.data as Ended).completedAt === null;

interface Ended {
  completedAt?: unknown;
}
