import { Inject, Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import { Authentication } from '../access/authentication.js';
import { ClientAddresses } from '../context/client-address.js';
import { ArrivalLane } from '../cost/arrival-lane.js';
import { FairQueue } from '../cost/fair-queue.js';
import { FORMAT_ERROR, type FormatError } from '../errors/format-error.js';
import { TrustedDocuments } from '../documents/trusted-documents.js';
import { SETTINGS, type ApiSettings } from '../parts/parts.js';
import { PersistedQueries } from '../server/persisted-queries.js';
import { StreamAdmission } from './stream-admission.js';

/** What both stream protocols are served with. */
@Injectable()
export class StreamParts {
  /** Takes up one event of a principal in each turn of the event loop. */
  readonly events = new ArrivalLane();
  /** Sends one long answer of a principal in each turn of the event loop. */
  readonly sends = new ArrivalLane();
  /** One for all protocols of this process. */
  readonly admission: StreamAdmission;

  constructor(
    readonly addresses: ClientAddresses,
    readonly arrivals: ArrivalLane,
    readonly authentication: Authentication,
    readonly persistedQueries: PersistedQueries,
    readonly trustedDocuments: TrustedDocuments,
    /** The one that requests over HTTP take their turns in. */
    readonly queue: FairQueue,
    @Inject(FORMAT_ERROR) readonly formatError: FormatError,
    @Inject(SETTINGS) readonly settings: ApiSettings,
    private readonly host: GraphQLSchemaHost,
  ) {
    this.admission = new StreamAdmission(settings.streamLimits);
  }

  get schema(): GraphQLSchema {
    return this.host.schema;
  }
}
