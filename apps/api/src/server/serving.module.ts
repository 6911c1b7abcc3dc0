import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { LOG, type Log } from '#libs/log';
import { ArrivalLane } from '../cost/arrival-lane.js';
import { FairQueue } from '../cost/fair-queue.js';
import { FORMAT_ERROR, type FormatError, formatErrorWith } from '../errors/format-error.js';
import { UnreadableRows } from '../reads/unreadable-rows.js';
import { FailureFilter } from './answer-failures.js';
import { queueLimits } from './limits.js';
import { TrustedDocuments } from '../documents/trusted-documents.js';
import { PersistedQueries } from './persisted-queries.js';

const formatError = {
  provide: FORMAT_ERROR,
  inject: [LOG],
  useFactory: (log: Log): FormatError =>
    formatErrorWith((error, requestId) => log.error({ err: error, requestId }, 'a request failed')),
};
const queue = { provide: FairQueue, useFactory: () => new FairQueue(queueLimits) };
const shared = [ArrivalLane, formatError, PersistedQueries, queue, TrustedDocuments];

/** What every way in shares: the turns that requests take, the documents that are known, and the words for failures. */
@Global()
@Module({
  providers: [...shared, UnreadableRows, { provide: APP_FILTER, useClass: FailureFilter }],
  exports: shared,
})
export class ServingModule {}
