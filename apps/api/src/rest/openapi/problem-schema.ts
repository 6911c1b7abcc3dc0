import type { JsonSchema } from '../../channels/answer-schema.js';

const text = (description: string): JsonSchema => ({ type: 'string', description });

/** What is said of a problem (RFC 9457). */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'Why something is not answered or done (RFC 9457).',
  properties: {
    type: text('Address of what is known of the code.'),
    title: text('When the code comes.'),
    status: { type: 'integer', description: 'As in the head of the answer.' },
    detail: text('What is wrong, and what would be right.'),
    code: text('Why; never changes meaning. The same as over GraphQL.'),
    errors: {
      type: 'array',
      description: 'Everything that is wrong, each with its place in the request.',
      items: {
        type: 'object',
        properties: {
          code: text('Why.'),
          message: text('What is wrong, and what would be right.'),
          pointer: text('The field of the body, as a JSON Pointer (RFC 6901).'),
          parameter: text('What it is in the path or the query.'),
          header: text('Which header it is.'),
          operationId: text('The operation that is under way.'),
          armId: text('What stands there in Azure.'),
        },
        required: ['code', 'message'],
      },
    },
    operationId: text('The operation that is under way.'),
    accepted: {
      enum: ['NO', 'YES', 'UNKNOWN'],
      description: 'Whether it was done, where the database was lost meanwhile.',
    },
    requestId: text('The id of the request in the audit trail and the log.'),
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'errors', 'requestId'],
};
