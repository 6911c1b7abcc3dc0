import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { isObject } from '#libs/kernel';
import { LOG, type Log } from '#libs/log';
import { isAllowed } from '#libs/tenants';
import type { Actor } from '#libs/verbs';
import { badRequest } from '../errors/bad-request.js';
import { SETTINGS, type ApiSettings } from '../parts/parts.js';
import { PersistedQueries, type PersistedRequest } from '../server/persisted-queries.js';

/** A request whose document may be named by its id in the manifest. */
export interface NamedRequest extends PersistedRequest {
  documentId?: unknown;
}

/** So many documents that are not trusted are told of once each. */
const mostTold = 1_000;

/**
 * The documents of the clients that whoever runs the API trusts (ADR 0064). Each may be asked for by its id. Where they are
 * enforced, members may ask for no others; administrators of the platform may.
 */
@Injectable()
export class TrustedDocuments {
  private readonly texts: ReadonlySet<string>;
  private readonly told = new LRUCache<string, true>({ max: mostTold });

  constructor(
    private readonly persisted: PersistedQueries,
    @Inject(SETTINGS) private readonly settings: Pick<ApiSettings, 'trustedDocuments'>,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.texts = new Set(this.settings.trustedDocuments?.documents.values());
  }

  /** The document of a request over a stream. Throws what is wrong with it, and where it may not be asked for. */
  async queryOf(asked: NamedRequest, actor: Actor): Promise<string> {
    if (isNamed(asked)) return this.find(asked);
    const query = await this.persisted.findQuery(asked);
    this.check(query, actor);
    return query;
  }

  /** Puts the document of a request over HTTP in the place of its id. Throws where it may not be asked for. */
  async admit({ method, body, query }: FastifyRequest, actor: Actor): Promise<void> {
    const asked = (method === 'GET' ? query : body) as NamedRequest | undefined;
    if (!isObject(asked)) return;
    if (isNamed(asked)) {
      if (method === 'GET') throw badRequest('Send documentId in the body of a POST.');
      asked.query = this.find(asked);
      return;
    }
    const text = asked.query ?? (await this.persisted.findByHash(asked));
    if (typeof text === 'string' && text !== '') this.check(text, actor);
  }

  private find({ documentId, query, extensions }: NamedRequest): string {
    if ((query ?? '') !== '' || extensions?.['persistedQuery'] !== undefined)
      throw badRequest('Send either documentId or a document, and not both.');
    if (typeof documentId !== 'string') throw badRequest('documentId is a text.');
    const text = this.settings.trustedDocuments?.documents.get(documentId);
    if (text === undefined)
      throw refused('UNKNOWN_DOCUMENT', 'No document is known here by this documentId.', 400);
    return text;
  }

  private check(text: string, actor: Actor): void {
    const mode = this.settings.trustedDocuments?.mode ?? 'off';
    if (mode === 'off' || this.texts.has(text)) return;
    if (mode === 'report') return this.tell(text, actor);
    if (isAllowed(actor, 'administer', null)) return;
    throw refused(
      'DOCUMENT_NOT_TRUSTED',
      'Only documents that are known here may be asked for: name one by documentId.',
      403,
    );
  }

  /** Once, and not what it says: it may hold values. */
  private tell(text: string, { principalId }: Actor): void {
    const sha256 = createHash('sha256').update(text).digest('hex');
    if (this.told.has(sha256)) return;
    this.told.set(sha256, true);
    this.log.warn({ principalId, sha256 }, 'a document is not among the trusted ones');
  }
}

const isNamed = ({ documentId }: NamedRequest): boolean =>
  documentId !== undefined && documentId !== null;

const refused = (code: string, message: string, status: number): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status } } });
