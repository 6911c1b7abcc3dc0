import { z } from 'zod';
import { eventBodySchema, eventTypes, type EventType } from '#libs/events';
import type { JsonSchema } from '../../channels/answer-schema.js';

/** What receivers are sent, by the type of event: OpenAPI's `webhooks`. */
export const webhooks: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
  eventTypes.map((one) => [one.type, { post: sending(one) }]),
);

function sending(of: EventType): JsonSchema {
  return {
    operationId: of.type.replaceAll(/[._](\w)/g, (_, letter: string) => letter.toUpperCase()),
    tags: ['event'],
    summary: of.summary,
    security: [],
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(of) } } },
    responses: {
      '2XX': { description: 'It was taken.' },
      410: { description: 'Nothing more shall be sent here.' },
    },
  };
}

function schemaOf(of: EventType): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(eventBodySchema(of), {
    target: 'draft-2020-12',
  });
  return schema;
}
