import { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { Authentication } from '../access/authentication.js';
import { isObject } from '#libs/kernel';
import { orNobody, type GraphqlContext } from '../context/graphql-context.js';
import { FORMAT_ERROR, type FormatError } from '../errors/format-error.js';
import { SETTINGS, type ApiSettings } from '../parts/parts.js';
import { McpAnswers } from './answer-mcp.js';
import { metadataPath, scopeOf } from './protected-resource.controller.js';
import { mcpPath, PublicAddresses } from './public-addresses.js';
import { batchRefused, tell, tellFailure } from './tell-failure.js';

/**
 * The door of agents. Where a request came from is looked at first, then who asks: neither strangers nor pages have
 * anything parsed for them. It is no controller: both must happen before Nest is asked (ADR 0034).
 */
@Injectable()
export class McpDoor implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly addresses: PublicAddresses,
    private readonly authentication: Authentication,
    private readonly answers: McpAnswers,
    @Inject(FORMAT_ERROR) private readonly formatError: FormatError,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.route({
      // The protocol says 405 of those that it has no use for.
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: mcpPath,
      onRequest: (request, reply) => this.check(request, reply),
      handler: (request, reply) => this.serve(request, reply),
      errorHandler: tellFailure(this.formatError),
    });
  }

  private async check(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const refusal = this.addresses.refusalOf(request.headers);
    if (refusal !== undefined)
      return void tell(reply, 403, { message: refusal, data: { code: 'FORBIDDEN' } });
    const { authorization } = request.headers;
    const actor = await orNobody(this.authentication.actorOf(authorization));
    if (actor instanceof GraphQLError) this.challenge(request, reply, actor);
  }

  private async serve(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const context = await orNobody(this.authentication.admit(request, 'mcp'));
    if (context instanceof GraphQLError) return this.challenge(request, reply, context);
    if (Array.isArray(request.body)) return tell(reply, 400, batchRefused);
    const { authorization: credential = '' } = request.headers;
    const answer = await this.answers.answer(
      asked(request, context),
      { context, credential },
      request.body,
    );
    return passOn(answer, reply);
  }

  private challenge(
    { headers }: FastifyRequest,
    reply: FastifyReply,
    { message, extensions }: GraphQLError,
  ): FastifyReply {
    const resource = this.addresses.resourceFor(headers.host);
    const metadata = new URL(`${metadataPath}${mcpPath}`, resource).href;
    const scope = this.settings.entra ? `, scope="${scopeOf(resource)}"` : '';
    void reply.header('www-authenticate', `Bearer resource_metadata="${metadata}"${scope}`);
    return tell(reply, 401, { message, data: { code: extensions['code'] } });
  }
}

/** The request as the protocol's package takes it; its body is parsed already. What ends a call is told as its result. */
function asked({ method, headers, body }: FastifyRequest, { signal }: GraphqlContext): Request {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
  const listens = isObject(body) && 'method' in body && body.method === 'subscriptions/listen';
  return new Request(`http://armature${mcpPath}`, {
    method,
    headers: given,
    ...(listens && { signal }),
  });
}

async function passOn(answer: Response, reply: FastifyReply): Promise<FastifyReply> {
  void reply.code(answer.status).headers(Object.fromEntries(answer.headers));
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream');
  if (!isStream || !answer.body) return reply.send(await answer.text());
  return reply.send(Readable.fromWeb(answer.body));
}
