import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  parse,
  specifiedRules,
  OperationTypeNode,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { boundCost } from '../cost/bound-cost.js';
import type { CostedRequest } from '../cost/cost-of-document.js';
import type { Priced } from '../cost/take-turn.js';
import { boundDocument, limits } from '../server/limits.js';
import { checkTexts } from '../server/check-texts.js';

export interface DocumentRequest {
  query: string;
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
}

/** A document that may be run, the operation in it that was asked for, and what that costs. */
export interface Prepared extends Priced {
  document: DocumentNode;
}

/** What rules a document is held to. */
export interface DocumentRules {
  schema: GraphQLSchema;
  costLimit: number;
  /** Throws where a subscription would be refused, before its document is checked, which costs more. */
  checkSubscription(): void;
}

/** A document with the one of its operations that was asked for. */
interface Chosen {
  document: DocumentNode;
  operation: OperationDefinitionNode;
}

/** The document of a request over a stream, under the same rules as over HTTP; or why it is refused. */
export function prepareDocument(
  { query, operationName, variables }: DocumentRequest,
  rules: DocumentRules,
): Prepared | readonly GraphQLError[] {
  try {
    const chosen =
      keptSubscription(query, operationName, rules) ?? checkDocument(query, operationName, rules);
    if (!('document' in chosen)) return chosen;
    checkTexts(variables);
    const request = { ...chosen, variables: variables ?? {} };
    const errors = errorsOfVariables(rules.schema, request);
    if (errors) return withCode(errors, 'BAD_USER_INPUT');
    return { ...chosen, cost: boundCost(rules.schema, request, limitOf(chosen, rules)) };
  } catch (error) {
    if (error instanceof GraphQLError) return withCode([error], 'GRAPHQL_PARSE_FAILED');
    throw error;
  }
}

/** An event comes as often as something changes, to each that follows it: it may show a tenth of what is asked for once. */
const limitOf = ({ operation }: Chosen, { costLimit }: DocumentRules): number =>
  operation.operation === OperationTypeNode.SUBSCRIPTION ? costLimit / 10 : costLimit;

function errorsOfVariables(
  schema: GraphQLSchema,
  { operation: { variableDefinitions = [] }, variables }: CostedRequest,
): readonly GraphQLError[] | undefined {
  return getVariableValues(schema, variableDefinitions, variables, { maxErrors: 50 }).errors;
}

function checkDocument(
  query: string,
  operationName: DocumentRequest['operationName'],
  { schema, checkSubscription }: DocumentRules,
): Chosen | readonly GraphQLError[] {
  const document = parse(query, { maxTokens: limits.tokens });
  const operation = getOperationAST(document, operationName);
  const isSubscription = operation?.operation === OperationTypeNode.SUBSCRIPTION;
  if (isSubscription) checkSubscription();
  const errors = validate(schema, document, [...specifiedRules, boundDocument]);
  if (errors.length > 0) return withCode(errors, 'GRAPHQL_VALIDATION_FAILED');
  if (!operation) return [noOperation(operationName)];
  return isSubscription ? keepSubscription(schema, query, operationName) : { document, operation };
}

/** Texts of so many characters together are known again, for each schema. */
const keptCharacters = 2_000_000;
const kept = new WeakMap<GraphQLSchema, LRUCache<string, DocumentNode>>();

/** A subscription whose text was found good before: thousands that are open at a time often share one. */
function keptSubscription(
  query: string,
  operationName: DocumentRequest['operationName'],
  { schema, checkSubscription }: DocumentRules,
): Chosen | undefined {
  const document = kept.get(schema)?.get(query);
  if (!document) return undefined;
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return undefined;
  checkSubscription();
  return { document, operation };
}

/** Keeps a good document without where things stand in its text, which is most of its memory. */
function keepSubscription(
  schema: GraphQLSchema,
  query: string,
  operationName: DocumentRequest['operationName'],
): Chosen {
  const document = parse(query, { noLocation: true });
  const operation = getOperationAST(document, operationName);
  if (!operation) throw noOperation(operationName);
  const documents = kept.get(schema) ?? new LRUCache(sizedByText);
  kept.set(schema, documents.set(query, document));
  return { document, operation };
}

const sizedByText: LRUCache.Options<string, DocumentNode, unknown> = {
  maxSize: keptCharacters,
  sizeCalculation: (_document, query) => query.length,
};

/** As Apollo Server names them over HTTP. */
function withCode(errors: readonly GraphQLError[], code: string): readonly GraphQLError[] {
  for (const { extensions } of errors) extensions.code ??= code;
  return errors;
}

const noOperation = (operationName: string | null | undefined): GraphQLError =>
  new GraphQLError(
    typeof operationName === 'string'
      ? `Unknown operation named "${operationName}".`
      : 'Must provide operation name if query contains multiple operations.',
    { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
  );
