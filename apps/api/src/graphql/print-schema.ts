import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema as print } from 'graphql';
import { resolvers } from './resolvers.js';

/** The schema in SDL as the code makes it, sorted. */
export async function printSchema(): Promise<string> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, {
    logger: false,
  });
  try {
    const schema = await app.get(GraphQLSchemaFactory).create(resolvers);
    return `${print(lexicographicSortSchema(schema))}\n`;
  } finally {
    await app.close();
  }
}
