import { z } from 'zod';
import { gql } from '#libs/verbs';
import type { JsonSchema } from './answer-schema.js';
import { isPage, type Definition } from './fixed-document.js';

/** What JSON Schema says of our scalars, beside what zod does. */
const scalars: Readonly<Record<string, JsonSchema>> = {
  JSONObject: { type: 'object' },
  DateTime: { type: 'string', format: 'date-time' },
  UUID: { type: 'string', format: 'uuid' },
};

/** JSON Schema 2020-12 of what a definition takes as clients write it, with the definition's own example. */
export function inputSchema(definition: Definition): JsonSchema {
  const { input, example } = definition;
  const { $schema: _dialect, ...schema } = z.toJSONSchema(input, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
    // GraphQL knows some types by names that stand in a registry of their own.
    override: ({ zodSchema, jsonSchema }) => {
      const { scalar = '' } = gql.get(zodSchema as unknown as z.ZodType) ?? {};
      Object.assign(jsonSchema, scalars[scalar]);
    },
  });
  const { properties = {} } = schema;
  const more = isPage(definition) ? { properties: { ...properties, count } } : {};
  return { ...schema, ...more, examples: [example] };
}

/** GraphQL has a field for it. */
const count = {
  type: 'boolean',
  description: 'True: totalCount says how many there are in all; beyond 10,000 about how many.',
} as const;
