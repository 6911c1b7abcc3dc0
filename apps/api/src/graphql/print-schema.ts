import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema as print } from 'graphql';
import { resolvers } from './resolvers.js';

/** graphql-js knows it and prints no definition of it; programs that compose or compare schemas refuse what is not defined. */
const oneOf = `"""Exactly one of the fields of this input is given, and not null."""
directive @oneOf on INPUT_OBJECT
`;

/** The schema in SDL as the code makes it, sorted, with the definition of every directive that it uses. */
export async function printSchema(): Promise<string> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, {
    logger: false,
  });
  try {
    const schema = await app.get(GraphQLSchemaFactory).create(resolvers);
    return `${oneOf}\n${print(lexicographicSortSchema(schema))}\n`;
  } finally {
    await app.close();
  }
}
