import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { GraphqlContext } from '../context/graphql-context.js';

/** The argument of a GraphQL resolver that is the context. */
const contextArgument = 2;

/** Who asks, in which request; undefined where nobody found out. */
export const askedIn = (context: ExecutionContext): GraphqlContext | undefined =>
  context.getType<string>() === 'http'
    ? context.switchToHttp().getRequest<FastifyRequest>().asked
    : context.getArgByIndex<GraphqlContext | undefined>(contextArgument);

/** Injects the request that is answered: who asks, its id, and the signal that ends what is read for it. */
export const CurrentRequest = createParamDecorator((_nothing: unknown, context) =>
  askedIn(context),
);
