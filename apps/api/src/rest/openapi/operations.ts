import { isAbstractType, type GraphQLSchema } from 'graphql';
import type { AnswerSchemas, JsonSchema } from '../../channels/answer-schema.js';
import { fixedDocument, isRead, isShown, type Definition } from '../../channels/fixed-document.js';
import { exampleId, pascal } from '#libs/verbs';
import { inputOf, type QueryParameter } from '../routes/parameters.js';
import type { Route } from '../routes/route.js';
import { exampleAnswer } from './example-answer.js';
import { refusalsAt, refusalStatuses, successesOf } from './responses.js';

const exampleKey = '6f1c1f0e-3c1b-4b0e-9a53-2f6b0f6f7f10';

/** What the document says of a route. */
export function operationOf(
  route: Route,
  schema: GraphQLSchema,
  schemas: AnswerSchemas,
): JsonSchema {
  const { definition, only } = route;
  const document = fixedDocument(schema, definition, only);
  const { body } = inputOf(route);
  const { shown } = document;
  const fields = isShown(shown) ? (shown.of[0]?.fields ?? []) : [];
  const hasEtag = fields.some(({ field }) => field.name === 'etag');
  return {
    operationId: only === undefined ? operationIdOf(definition) : `find${pascal(only)}`,
    tags: [definition.noun],
    summary: only === undefined ? definition.summary : `One ${only} by its id.`,
    parameters: parametersOf(route, schema),
    ...(body && {
      requestBody: { required: isNeeded(body), content: { 'application/json': withExample(body) } },
    }),
    responses: {
      ...successesOf(
        route,
        content(route, answerOf(schemas.ofDocument(document)), schemas),
        hasEtag,
      ),
      ...refusalsAt(refusalStatuses(route)),
    },
  };
}

/** A read and a verb of one name are told apart by what the verb does. */
const operationIdOf = (definition: Definition): string =>
  !isRead(definition) && definition.name === definition.noun
    ? `${definition.effect}${pascal(definition.name)}`
    : definition.name;

/** What is found is not null: else it is a 404. */
const answerOf = (schema: JsonSchema): JsonSchema => {
  const [found] = Array.isArray(schema['anyOf']) ? (schema['anyOf'] as JsonSchema[]) : [];
  return found ?? schema;
};

/** Of what takes nothing, not even an id, the answer is the example. */
function content(route: Route, answer: JsonSchema, schemas: AnswerSchemas): JsonSchema {
  const { query, body, takesKey } = inputOf(route);
  const takesNothing = route.idFields.length === 0 && query.length === 0 && !body && !takesKey;
  return { schema: answer, ...(takesNothing && { example: exampleAnswer(answer, schemas) }) };
}

const isNeeded = ({ required }: JsonSchema): boolean => Array.isArray(required);

function withExample({ examples, ...schema }: JsonSchema): JsonSchema {
  const [value] = examples as object[];
  return { schema, examples: { usual: { summary: 'As it can be sent.', value } } };
}

function parametersOf(route: Route, schema: GraphQLSchema): object[] {
  const { query, takesKey, takesIfMatch } = inputOf(route);
  return [
    ...(route.idFields.length > 0 ? [idParameter(exampleOfId(route, schema))] : []),
    ...query.map((one) => queryParameter(one, route)),
    ...(takesKey ? [keyParameter] : []),
    ...(takesIfMatch ? [ifMatchParameter] : []),
    ...(route.definition.name === 'operation' ? [preferParameter] : []),
    ...(route.definition.name === 'events' ? [lastNumberParameter] : []),
  ];
}

const idParameter = (example: string): object => ({
  name: 'id',
  in: 'path',
  required: true,
  description: 'Its id, or its ARM id with each slash as %2F.',
  schema: { type: 'string', minLength: 1, maxLength: 2_048 },
  example,
});

/** As the definition's own example has it; of a type, an id of that type or of the first that it may be. */
function exampleOfId({ definition, idFields, only }: Route, schema: GraphQLSchema): string {
  const type = schema.getType(only ?? '');
  const names = isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [];
  const [name = type?.name] = names.toSorted();
  if (name !== undefined) return exampleId(name);
  const example = definition.example as Readonly<Record<string, unknown>>;
  return idFields.map((field) => example[field]).find((id) => typeof id === 'string') ?? '';
}

const header = (
  name: string,
  description: string,
  schema: JsonSchema,
  example: string,
): object => ({
  name,
  in: 'header',
  description,
  schema,
  example,
});

const keyParameter = header(
  'Idempotency-Key',
  'A UUID, in quotes or without: the same key and request give the first answer again.',
  { type: 'string' },
  `"${exampleKey}"`,
);
const ifMatchParameter = header('If-Match', 'The ETag that you read.', { type: 'string' }, '"1"');
const preferParameter = header(
  'Prefer',
  'wait=N: answered once it has ended, or after N seconds, at most 30.',
  { type: 'string' },
  'wait=10',
);

const lastNumberParameter = header(
  'Last-Event-ID',
  'The id of the last event that you were told as text/event-stream, where each has its sequence for an id. Absent, and without after: from now on.',
  { type: 'string' },
  '42',
);

function queryParameter({ name, path, kind, isRequired, schema }: QueryParameter, route: Route) {
  const { description, ...rest } = schema;
  const example = path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    route.definition.example,
  );
  return {
    name,
    in: 'query',
    required: isRequired,
    ...(typeof description === 'string' && { description }),
    ...(kind === 'list' && { style: 'form', explode: true }),
    schema: rest,
    ...(example !== undefined && { example }),
  };
}

export const eventsPath = '/operations/{id}/events';

/** What is no answer of a definition: the subscription of one operation. */
export const eventsOperation: JsonSchema = {
  operationId: 'operationEvents',
  tags: ['operation'],
  summary: 'An operation as it stands, then every change, ending after the last.',
  description:
    'Events `operation`, each with the operation as JSON and an id; `problem` with a problem document where no more can be told.',
  parameters: [
    idParameter(exampleId('Operation')),
    header(
      'Last-Event-ID',
      'The id of the last event that you know: it is not told again.',
      { type: 'string' },
      'tbm0xYV4q4oS3c2nq0m2Zw',
    ),
  ],
  responses: {
    200: {
      description: 'Server-sent events.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
    204: { description: 'You know how it ended: do not come back.' },
    ...refusalsAt([401, 404, 406, 429, 503]),
  },
};
