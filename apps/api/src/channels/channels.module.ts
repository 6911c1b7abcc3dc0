import { Module } from '@nestjs/common';
import { GraphqlModule } from '../graphql/graphql.module.js';
import { ChannelAnswers } from './channel-answers.js';

/** What ways in beside GraphQL are made from. */
@Module({
  imports: [GraphqlModule],
  providers: [ChannelAnswers],
  exports: [ChannelAnswers],
})
export class ChannelsModule {}
