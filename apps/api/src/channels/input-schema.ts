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

/**
 * JSON Schema 2020-12 of what a definition takes as clients write it, with the definition's own example. `instead`: what
 * stands for a part of it; undefined: the part itself.
 */
export function inputSchema(
  definition: Definition,
  instead: (part: z.ZodType) => JsonSchema | undefined = () => undefined,
): JsonSchema {
  const { input, example } = definition;
  const { $schema: _dialect, ...schema } = z.toJSONSchema(input, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
    // GraphQL knows some types by names that stand in a registry of their own.
    override: ({ zodSchema, jsonSchema }) => {
      const part = zodSchema as unknown as z.ZodType;
      const { scalar = '' } = gql.get(part) ?? {};
      Object.assign(jsonSchema, scalars[scalar]);
      const other = part === input ? undefined : instead(part);
      if (!other) return;
      for (const name of Object.keys(jsonSchema)) delete jsonSchema[name];
      Object.assign(jsonSchema, other);
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
