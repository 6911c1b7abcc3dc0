import { Controller, Get, Header } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { Public } from '../../access/allow.js';
import { docsPage } from './docs-page.js';
import { openapiDocument } from './openapi-document.js';

const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What there is below /v1, for programs and for people. */
@Public()
@Controller('v1')
export class OpenapiController {
  private made: { text: string; page: string } | undefined;

  constructor(private readonly host: GraphQLSchemaHost) {}

  @Get('openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  document(): string {
    return this.make().text;
  }

  /** A page without scripts, which asks nobody for anything. */
  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', pagePolicy)
  @Header('x-content-type-options', 'nosniff')
  @Header('referrer-policy', 'no-referrer')
  page(): string {
    return this.make().page;
  }

  private make(): { text: string; page: string } {
    if (this.made) return this.made;
    const document = openapiDocument(this.host.schema);
    this.made = { text: JSON.stringify(document), page: docsPage(document) };
    return this.made;
  }
}
