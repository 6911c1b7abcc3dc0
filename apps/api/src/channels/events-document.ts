import {
  getOperationAST,
  parse,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { print } from './fixed-document.js';
import { FieldChoice } from './shown-fields.js';

interface EventsDocument {
  document: DocumentNode;
  operation: OperationDefinitionNode;
}

const made = new WeakMap<GraphQLSchema, EventsDocument>();

/** The subscription that tells of an operation, with what is shown of one that is found. */
export function eventsDocument(schema: GraphQLSchema): EventsDocument {
  const known = made.get(schema) ?? make(schema);
  made.set(schema, known);
  return known;
}

function make(schema: GraphQLSchema): EventsDocument {
  const type = schema.getType('Operation');
  if (!type) throw new Error('the schema has no type Operation');
  const selection = print(new FieldChoice(schema).shown(type, 'whole'));
  const text = `subscription ($id: ID!) { operationUpdated(id: $id) ${selection} }`;
  const document = parse(text, { noLocation: true });
  return { document, operation: getOperationAST(document) as OperationDefinitionNode };
}
