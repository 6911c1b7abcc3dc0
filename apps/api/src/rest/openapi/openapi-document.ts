import type { GraphQLSchema } from 'graphql';
import { AnswerSchemas, type JsonSchema } from '../../channels/answer-schema.js';
import { routes } from '../routes/routes.js';
import { eventsOperation, eventsPath, operationOf } from './operations.js';
import { problemSchema } from './problem-schema.js';
import { headers, problemResponses } from './responses.js';
import { webhooks } from './webhooks.js';

const description = `Provisions Azure Machine Learning compute. Everything is made from the same definitions as the GraphQL API, with the same ids,
filters, roles and codes. What takes its time is answered 202 with an operation that can be followed.`;

const info = {
  title: 'Armature',
  version: '1',
  description: description.replaceAll('\n', ' '),
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

/** OpenAPI 3.1 of everything below /v1, from the same definitions and documents as its answers; `schema` is GraphQL's. */
export function openapiDocument(schema: GraphQLSchema): JsonSchema {
  const schemas = new AnswerSchemas((name) => `#/components/schemas/${name}`);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes)
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route, schema, schemas);
  const named = Object.fromEntries([...schemas.named].toSorted(byName));
  return {
    openapi: '3.1.1',
    info,
    servers: [{ url: '/v1', description: 'This server.' }],
    security: [{ bearer: [] }],
    tags: [...new Set(routes.map(({ definition }) => definition.noun))]
      .toSorted()
      .map((name) => ({ name, description: `What there is of the noun ${name}.` })),
    paths: { ...paths, [eventsPath]: { get: eventsOperation } },
    webhooks,
    components: {
      securitySchemes: { bearer },
      headers,
      responses: problemResponses,
      schemas: { ...named, Problem: problemSchema },
    },
  };
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

const bearer = {
  type: 'http',
  scheme: 'bearer',
  description: 'An API key, or an Entra ID token.',
};
