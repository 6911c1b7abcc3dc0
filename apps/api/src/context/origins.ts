import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ClientAddresses } from './client-address.js';

const host = /^[\w.:[\]-]{1,255}$/;

/** What addresses begin with that clients come back to, as they see the server. */
@Injectable()
export class Origins {
  constructor(private readonly addresses: ClientAddresses) {}

  /** E.g. `https://armature.example.com`; behind trusted proxies, what the last of them says of the client's request. */
  of({ raw, headers, protocol }: FastifyRequest): string {
    const isTrusted = this.addresses.isProxy(raw);
    const said = (name: string): string | undefined =>
      isTrusted
        ? String(headers[name] ?? '')
            .split(',')
            .at(-1)
            ?.trim()
        : undefined;
    const scheme = said('x-forwarded-proto') ?? '';
    const named = [said('x-forwarded-host'), headers.host].find((one) => host.test(one ?? ''));
    return `${/^https?$/.test(scheme) ? scheme : protocol}://${named ?? 'localhost'}`;
  }
}
