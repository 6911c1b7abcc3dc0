import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { FederationModule } from './federation/federation.module.js';
import { GraphqlOptions } from './graphql-options.js';

/** GraphQL over HTTP: the schema is made of what modules provide. */
@Module({
  imports: [
    CatalogueModule,
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      imports: [FederationModule],
      useClass: GraphqlOptions,
    }),
  ],
  exports: [GraphQLModule],
})
export class GraphqlModule {}
