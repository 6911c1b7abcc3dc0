import {
  getOperationAST,
  parse,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { print } from './fixed-document.js';
import { FieldChoice, type View } from './shown-fields.js';

/** A subscription that a channel asks for, always the same. */
export interface TellingDocument {
  document: DocumentNode;
  operation: OperationDefinitionNode;
}

/** How a type is told of: by which field, with what it takes. */
interface Telling {
  type: string;
  view: View;
  head: string;
}

const operationTelling: Telling = {
  type: 'Operation',
  view: 'whole',
  head: 'subscription ($id: ID!) { operationUpdated(id: $id)',
};
const eventTelling: Telling = {
  type: 'Event',
  view: 'summary',
  head: 'subscription ($after: String, $filter: EventFilter) { eventOccurred(after: $after, filter: $filter)',
};

/** The subscription that tells of an operation, with what is shown of one that is found. */
export const operationDocument = (schema: GraphQLSchema): TellingDocument =>
  known(schema, operationTelling);

/** The subscription to the feed, with what is shown of its events in a page. */
export const feedDocument = (schema: GraphQLSchema): TellingDocument => known(schema, eventTelling);

const made = new WeakMap<GraphQLSchema, Map<Telling, TellingDocument>>();

function known(schema: GraphQLSchema, telling: Telling): TellingDocument {
  const documents = made.get(schema) ?? new Map<Telling, TellingDocument>();
  made.set(schema, documents);
  const document = documents.get(telling) ?? make(schema, telling);
  documents.set(telling, document);
  return document;
}

function make(schema: GraphQLSchema, { type: name, view, head }: Telling): TellingDocument {
  const type = schema.getType(name);
  if (!type) throw new Error(`the schema has no type ${name}`);
  const selection = print(new FieldChoice(schema).shown(type, view));
  const document = parse(`${head} ${selection} }`, { noLocation: true });
  return { document, operation: getOperationAST(document) as OperationDefinitionNode };
}
