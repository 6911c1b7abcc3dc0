import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ChannelAnswers, type Answer } from '../channels/channel-answers.js';
import type { Refusal } from '../channels/refusal.js';
import type { GraphqlContext } from '../context/graphql-context.js';
import { node } from '../reads/verbs.js';
import { parameterOf } from './answers/problem.js';
import { sendAnswer } from './answers/send-answer.js';
import { sendProblem } from './answers/send-problem.js';
import { FeedEvents, fromLastEvent, wantsFeed } from './streams/feed-events.js';
import { OperationWaits } from './operations/wait-for-operation.js';
import { KeysInUse } from './requests/keys-in-use.js';
import { Origins } from '../context/origins.js';
import { accepts, readWait } from './requests/read-headers.js';
import type { RequestRefusal } from './requests/read-query.js';
import { readRequest, type Asked, type Unreadable } from './requests/read-request.js';
import { inputOf } from './routes/parameters.js';
import type { Route } from './routes/route.js';

/** Answers requests over REST: reads what is asked, has it answered, and says it in the words of HTTP. */
@Injectable()
export class RestAnswers {
  constructor(
    private readonly answers: ChannelAnswers,
    private readonly keys: KeysInUse,
    private readonly origins: Origins,
    private readonly waits: OperationWaits,
    private readonly feed: FeedEvents,
  ) {}

  async answer(route: Route, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (wantsFeed(route, request)) return this.follow(route, request, reply);
    if (!accepts(request.headers.accept, 'application/json'))
      return sendProblem(request, reply, [notAccepted], { route, status: 406 });
    const asked = readRequest(route, request);
    if ('refusals' in asked)
      return sendProblem(request, reply, this.allRefusals(route, asked), {
        route,
        ...statusIn(asked),
      });
    const context = contextOf(request);
    const answer = await this.ask(route, context, asked, request, reply);
    if ('refusals' in answer) return sendProblem(request, reply, answer.refusals, { route });
    if (answer.data === null) return sendProblem(request, reply, [notFound(route)], { route });
    return sendAnswer(route, this.origins.of(request), request, reply, answer.data);
  }

  /** The feed as it grows, for whoever would be answered a page of it. */
  private async follow(
    route: Route,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const asked = readRequest(route, request);
    if ('refusals' in asked)
      return sendProblem(request, reply, this.allRefusals(route, asked), { route });
    const following = fromLastEvent(asked, request);
    const page = { ...following, input: { ...following.input, first: 1 } };
    const answer = await this.ask(route, contextOf(request), page, request, reply);
    if ('refusals' in answer) return sendProblem(request, reply, answer.refusals, { route });
    return this.feed.serve(request, reply, following);
  }

  /** What is wrong with the request, and with each field that it could be read from; a parameter is told of once. */
  private allRefusals(route: Route, { refusals, input }: Unreadable): readonly RequestRefusal[] {
    if (!input) return refusals;
    const told = inputOf(route).query.filter(({ name }) =>
      refusals.some(({ parameter }) => parameter === name),
    );
    const isTold = ({ field = [] }: Refusal): boolean =>
      told.some(({ name }) => name === parameterOf(field));
    const wrong = this.answers.wrongFieldsOf(route.definition, input, route.only);
    return [...refusals, ...wrong.filter((refusal) => !isTold(refusal))];
  }

  private async ask(
    route: Route,
    context: GraphqlContext,
    asked: Asked,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Answer> {
    try {
      if (route.definition.name !== 'operation') return await this.askOnce(route, context, asked);
      const read = (now: GraphqlContext) => this.askOnce(route, now, asked);
      const seconds = readWait(request.headers['prefer']);
      if (seconds === undefined) return await read(context);
      void reply.header('preference-applied', `wait=${seconds}`);
      const { authorization } = request.headers;
      const id = String(asked.input['id']);
      return await this.waits.until(seconds, id, { context, authorization }, read);
    } catch (error) {
      return { refusals: this.answers.refusalsOf(error) };
    }
  }

  /** Asked under an idempotency key, only one request at a time is taken. */
  private async askOnce(route: Route, context: GraphqlContext, asked: Asked): Promise<Answer> {
    const { definition, only } = route;
    const run = async (): Promise<Answer> => {
      const input = await this.withIfMatch(route, context, asked);
      return this.answers.answerOf(definition, context, input, only);
    };
    const { idempotencyKey: key } = asked.input;
    if (typeof key !== 'string') return run();
    const { principalId } = context.request.actor;
    return (await this.keys.during(principalId, key, run)) ?? { refusals: [keyInUse] };
  }

  /** The input with the one tag that a verb compares: of several, that of the thing as it stands, where it is among them. */
  private async withIfMatch(
    { idFields }: Route,
    context: GraphqlContext,
    { input, ifMatch }: Asked,
  ): Promise<object> {
    if (!ifMatch || 'any' in ifMatch) return input;
    const [first = noTag, ...others] = ifMatch.tags;
    if (others.length === 0) return { ...input, ifMatch: first };
    const id = input[idFields.at(-1) ?? ''];
    const found = await this.answers.answerOf(node, context, { id });
    const etag = 'data' in found ? (found.data as { etag?: string } | null)?.etag : undefined;
    return { ...input, ifMatch: ifMatch.tags.find((tag) => tag === etag) ?? first };
  }
}

/** No thing has it: a weak tag matches none (RFC 9110, 13.1.1). */
const noTag = 'W/';

const statusIn = ({ status }: { status?: number }): { status?: number } =>
  status === undefined ? {} : { status };

/** The guard has put it there. */
export function contextOf({ asked }: FastifyRequest): GraphqlContext {
  if (!asked) throw new Error('nobody found out who asks');
  return asked;
}

const notAccepted: Refusal = {
  code: 'BAD_REQUEST',
  message: 'It is answered as application/json: send that as Accept.',
};

const keyInUse = {
  code: 'IDEMPOTENCY_KEY_IN_USE',
  message: 'A request with this key is being accepted now. Ask again in a second for its answer.',
  field: ['idempotencyKey'],
};

const notFound = ({ idFields, ...route }: Route): Refusal => ({
  code: 'NOT_FOUND',
  message: `There is no such ${noun(route)}, or you may not see it.`,
  ...(idFields.length > 0 && { field: ['id'] }),
});

const noun = ({ definition, only }: Omit<Route, 'idFields'>): string => only ?? definition.noun;
