import { Module } from '@nestjs/common';
import { catalogue } from '#libs/catalogue';
import { reads } from '../../reads/catalogue-of-reads.js';
import { nouns } from '../nouns.js';
import { ReaderModule } from '../reader.module.js';
import { ReadAnswers } from './answer-read.js';
import { VerbAnswers } from './answer-verb.js';
import { queriesOf } from './read-queries.js';
import { mutationsOf } from './verb-mutations.js';

/** A mutation for every verb and a query for every read. What they show is known by then: the nouns' modules name it. */
@Module({
  imports: [...nouns, ReaderModule],
  providers: [ReadAnswers, VerbAnswers, mutationsOf(catalogue), queriesOf(reads)],
  exports: [ReadAnswers, VerbAnswers],
})
export class CatalogueModule {}
