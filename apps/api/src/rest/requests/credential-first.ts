import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Authentication } from '../../access/authentication.js';
import { FORMAT_ERROR, type FormatError } from '../../errors/format-error.js';
import { isRest, sendFailure } from '../answers/send-problem.js';

/** What comes with a body. */
const writes: ReadonlySet<string> = new Set(['POST', 'PATCH']);

/** Has nothing parsed for strangers: a body is read once it is known that somebody sends it. Who that is, the guard asks again. */
@Injectable()
export class CredentialFirst implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly authentication: Authentication,
    @Inject(FORMAT_ERROR) private readonly formatError: FormatError,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', async (request, reply) => {
      if (isRest(request) && writes.has(request.method) && !request.is404)
        return this.check(request, reply);
      return undefined;
    });
  }

  /** Answers in place of the route where nobody is known by the credential. */
  private async check(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> {
    try {
      if (await this.authentication.actorOf(request.headers.authorization)) return undefined;
      return sendFailure(this.formatError, 401, request, reply);
    } catch (error) {
      return sendFailure(this.formatError, 500, request, reply, error);
    }
  }
}
