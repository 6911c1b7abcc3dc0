import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module.js';
import { GraphqlModule } from '../graphql/graphql.module.js';
import { StreamsModule } from '../subscriptions/streams.module.js';
import { OperationEventsController } from './operation-events.controller.js';
import { OperationWaits } from './operations/wait-for-operation.js';
import { OpenapiController } from './openapi/openapi.controller.js';
import { ProblemsController } from './problems.controller.js';
import { CredentialFirst } from './requests/credential-first.js';
import { KeysInUse } from './requests/keys-in-use.js';
import { RestAnswers } from './rest-answers.js';
import { FeedEvents } from './streams/feed-events.js';
import { OperationEvents } from './streams/operation-events.js';
import { ToldStreams } from './streams/told-streams.js';
import { routes } from './routes/routes.js';
import { controllerOf } from './verbs-and-reads.js';

/** REST below /v1: a route for every verb and every read. */
@Module({
  imports: [ChannelsModule, GraphqlModule, StreamsModule],
  controllers: [
    OpenapiController,
    OperationEventsController,
    ProblemsController,
    controllerOf(routes),
  ],
  providers: [
    CredentialFirst,
    FeedEvents,
    KeysInUse,
    OperationEvents,
    OperationWaits,
    RestAnswers,
    ToldStreams,
  ],
})
export class RestModule {}
