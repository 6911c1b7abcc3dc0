import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { GroupsUnknown, type Authenticate } from '#libs/tenants';
import type { Actor, RequestContext } from '#libs/verbs';
import { ClientAddresses } from '../context/client-address.js';
import {
  requestContext,
  unauthenticated,
  type GraphqlContext,
} from '../context/graphql-context.js';
import { AUTHENTICATE } from '../parts/parts.js';
import { signalOf } from '../server/end-requests.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, once that is known. */
    asked?: GraphqlContext;
  }
}

const bearer = /^Bearer +([\x21-\x7e]{1,8192})$/i;

/** Finds out who asks; the one place where credentials are looked at. */
@Injectable()
export class Authentication {
  constructor(
    @Inject(AUTHENTICATE) private readonly authenticate: Authenticate,
    private readonly addresses: ClientAddresses,
  ) {}

  /** The actor behind an Authorization header, or undefined for nobody. Rejects with UNAUTHENTICATED where there is more to say. */
  async actorOf(header: unknown): Promise<Actor | undefined> {
    const credential = typeof header === 'string' ? bearer.exec(header)?.[1] : undefined;
    if (credential === undefined) return undefined;
    return this.authenticate(credential).catch((error: unknown) => {
      throw error instanceof GroupsUnknown ? unauthenticated(error.message) : error;
    });
  }

  /** Puts on a request who asks; undefined for nobody. */
  async admit(
    request: FastifyRequest,
    channel: RequestContext['channel'],
  ): Promise<GraphqlContext | undefined> {
    const actor = await this.actorOf(request.headers.authorization);
    if (!actor) return undefined;
    const { id: requestId, raw } = request;
    const remoteAddress = this.addresses.of(raw);
    request.asked = {
      request: requestContext(actor, { requestId, remoteAddress }, channel),
      signal: signalOf(request),
    };
    return request.asked;
  }
}
