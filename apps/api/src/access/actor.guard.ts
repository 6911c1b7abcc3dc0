import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Answered } from '../server/answer-failures.js';
import { Allow, Public } from './allow.js';
import { askedIn } from './current-request.js';
import { Authentication } from './authentication.js';

/**
 * Lets nobody in who is nobody, and nobody at all where a handler does not say what it takes. Over GraphQL it was found
 * out who asks before the document was parsed (ADR 0034).
 */
@Injectable()
export class ActorGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler();
    if (this.reflector.getAllAndOverride(Public, [handler, context.getClass()])) return true;
    if (this.reflector.get(Allow, handler) === undefined)
      throw new Error(`${context.getClass().name}.${handler.name} does not say what it takes`);
    if (context.getType<string>() !== 'http') return askedIn(context) !== undefined;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (await this.authentication.admit(request, 'rest')) return true;
    throw new Answered({ error: { code: 'UNAUTHENTICATED' } }, 401);
  }
}
