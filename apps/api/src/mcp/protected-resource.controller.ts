import { Controller, Get, HttpStatus, Inject, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Public } from '../access/allow.js';
import { SETTINGS, type ApiSettings } from '../parts/parts.js';
import { Answered } from '../server/answer-failures.js';
import { mcpPath, PublicAddresses } from './public-addresses.js';

export const metadataPath = '/.well-known/oauth-protected-resource';

/** What is asked of whoever comes with a token of Entra ID: what the application declares by default. */
export const scopeOf = (resource: string): string => `${resource}/.default`;

/** Where clients of /mcp get a token (RFC 9728): at Entra ID, where its tokens are taken. An API key needs none of this. */
@Public()
@Controller()
export class ProtectedResourceController {
  constructor(
    private readonly addresses: PublicAddresses,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get([metadataPath, `${metadataPath}${mcpPath}`])
  describe(@Req() { headers }: FastifyRequest) {
    const refusal = this.addresses.refusalOf(headers);
    if (refusal !== undefined)
      throw new Answered({ error: { code: 'FORBIDDEN', message: refusal } }, HttpStatus.FORBIDDEN);
    const resource = this.addresses.resourceFor(headers.host);
    return {
      resource,
      resource_name: 'Armature',
      bearer_methods_supported: ['header'],
      ...this.authorisation(resource),
    };
  }

  private authorisation(resource: string) {
    const { entra } = this.settings;
    return (
      entra && {
        authorization_servers: entra.tenantIds.map((id) => `${entra.authority}/${id}/v2.0`),
        scopes_supported: [scopeOf(resource)],
      }
    );
  }
}
