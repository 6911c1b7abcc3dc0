import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema as print, type GraphQLSchema } from 'graphql';
import { oneOfDefinition, subgraphSdl } from './federation/subgraph-sdl.js';
import { resolvers } from './resolvers.js';

/** The schema in SDL as the code makes it, sorted, with the definition of every directive that it uses. */
export const printSchema = async (): Promise<string> =>
  `${oneOfDefinition}\n${print(lexicographicSortSchema(await makeSchema()))}\n`;

/** The same schema as a subgraph of federation 2. */
export const printSubgraph = async (): Promise<string> => subgraphSdl(await makeSchema());

/** The schema as the code makes it, without an application that answers by it. */
export async function makeSchema(): Promise<GraphQLSchema> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, {
    logger: false,
  });
  try {
    return await app.get(GraphQLSchemaFactory).create(resolvers);
  } finally {
    await app.close();
  }
}
