import { Module } from '@nestjs/common';
import { GraphqlModule } from '../graphql/graphql.module.js';
import { EventStreams } from './serve-sse.js';
import { Sockets } from './serve-web-socket.js';
import { StreamParts } from './stream-parts.js';

/** Subscriptions, and whatever else clients ask over a connection that lasts. */
@Module({
  imports: [GraphqlModule],
  providers: [EventStreams, Sockets, StreamParts],
  exports: [StreamParts],
})
export class StreamsModule {}
