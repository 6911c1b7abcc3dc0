import {
  getNamedType,
  getOperationAST,
  isObjectType,
  parse,
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { AnyRead, AnyVerb } from '#libs/verbs';
import { FieldChoice, type Shown, type View } from './shown-fields.js';

/** A verb or a read. */
export type Definition = AnyVerb | AnyRead;

export const isRead = (definition: Definition): definition is AnyRead =>
  definition.effect === 'read';

/** A read that answers a page, whose whole number can be asked for by `count`. */
export const isPage = (definition: Definition): boolean =>
  isRead(definition) && definition.answer.as === 'page';

/** What a channel asks of the schema for a definition: always the same document, with other variables. */
export interface FixedDocument {
  definition: Definition;
  /** The field of Query or Mutation. */
  field: GraphQLField<unknown, unknown>;
  /** Of a page: what of each entry. Of anything else: what of it; of a verb's answer, by its fields. */
  shown: Shown | Readonly<Record<string, Shown | undefined>>;
  text: string;
  document: DocumentNode;
  operation: OperationDefinitionNode;
}

/** The document for a definition. `only`: of what is found, things of this type alone are shown. */
export function fixedDocument(
  schema: GraphQLSchema,
  definition: Definition,
  only?: string,
): FixedDocument {
  const root = isRead(definition) ? schema.getQueryType() : schema.getMutationType();
  const field = root?.getFields()[definition.name];
  if (!field) throw new Error(`the schema has no field for ${definition.name}`);
  const shown = isRead(definition)
    ? shownByRead(schema, definition, only)
    : shownByVerb(schema, definition, field);
  const text = documentText(definition, field, selectionOf(definition, shown));
  const document = parse(text, { noLocation: true });
  const operation = getOperationAST(document) as OperationDefinitionNode;
  return { definition, field, shown, text, document, operation };
}

const views: Readonly<Record<AnyRead['answer']['as'], View>> = {
  page: 'summary',
  found: 'whole',
  'found each': 'summary',
  all: 'summary',
  one: 'whole',
};

function shownByRead(schema: GraphQLSchema, { answer }: AnyRead, only = answer.type): Shown {
  const type = schema.getType(only);
  if (!type) throw new Error(`the schema has no type ${only}`);
  return new FieldChoice(schema).shown(type, views[answer.as]);
}

/** What a client goes on with is shown whole. */
const goesOn: ReadonlySet<string> = new Set(['Operation', 'Plan', 'PolicyTest']);

function shownByVerb(
  schema: GraphQLSchema,
  { answer }: AnyVerb,
  { type }: GraphQLField<unknown, unknown>,
): Record<string, Shown | undefined> {
  const payload = getNamedType(type);
  const choice = new FieldChoice(schema);
  const fields = isObjectType(payload) ? payload.getFields() : {};
  const shown = Object.entries(answer).map(([key, one]) => {
    const of = fields[key];
    if (!of || !('node' in one)) return [key, undefined] as const;
    const view = goesOn.has(one.node) ? 'whole' : 'summary';
    return [key, choice.shown(getNamedType(of.type), view)] as const;
  });
  return Object.fromEntries(shown);
}

const refusals =
  'warnings { code message field } userErrors { code message field operationId armId }';
const totalCount = 'totalCount @include(if: $count) { count precision }';
const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

function selectionOf(definition: Definition, shown: FixedDocument['shown']): string {
  if (isShown(shown))
    return isRead(definition) && definition.answer.as === 'page'
      ? `{ items: nodes ${print(shown)} ${pageInfo} ${totalCount} }`
      : print(shown);
  const fields = Object.entries(shown).map(([key, one]) => (one ? `${key} ${print(one)}` : key));
  return `{ ${fields.join(' ')} ${refusals} }`;
}

export const isShown = (shown: FixedDocument['shown']): shown is Shown =>
  Array.isArray((shown as Shown).of);

/** A selection, with a part for each type that it may be. */
export function print({ of }: Shown): string {
  const parts = of.map(({ type, isNamed, fields }) => {
    const inner = fields.map(({ field, below }) =>
      below ? `${field.name} ${print(below)}` : field.name,
    );
    return `... on ${type.name} { ${[...(isNamed ? ['object: __typename'] : []), ...inner].join(' ')} }`;
  });
  return `{ ${parts.join(' ')} }`;
}

function documentText(
  definition: Definition,
  { name, args }: GraphQLField<unknown, unknown>,
  selection: string,
): string {
  const kind = isRead(definition) ? 'query' : 'mutation';
  const ofArguments = args.map((one) => `$${one.name}: ${String(one.type)}`);
  const variables = [
    ...ofArguments,
    ...(isPage(definition) ? ['$count: Boolean! = false'] : []),
  ].join(', ');
  const given = args.map((one) => `${one.name}: $${one.name}`).join(', ');
  const of = (text: string): string => (text === '' ? '' : `(${text})`);
  return `${kind} ${name}${of(variables)} { ${name}${of(given)} ${selection} }`;
}
