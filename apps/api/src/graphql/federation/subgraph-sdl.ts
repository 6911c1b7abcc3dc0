import {
  Kind,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  visit,
  type GraphQLSchema,
  type ObjectTypeDefinitionNode,
} from 'graphql';

/** graphql-js knows it and prints no definition of it; programs that compose or compare schemas refuse what is not defined. */
export const oneOfDefinition = `"""Exactly one of the fields of this input is given, and not null."""
directive @oneOf on INPUT_OBJECT
`;

/** The oldest version of federation 2, which has all that is said here; composers read every older one than theirs. */
const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])
`;

/**
 * What every Relay schema answers of its own things alone. In a composed schema one subgraph would be asked for the things
 * of all, so that none of them offers these fields there (ADR 0044).
 */
const ownLookups: ReadonlySet<string> = new Set(['node', 'nodes']);

/** The schema in SDL as a subgraph of federation 2: what has an id is an entity, and Relay's `PageInfo` is shared. */
export function subgraphSdl(schema: GraphQLSchema): string {
  const document = visit(parse(printSchema(lexicographicSortSchema(schema))), {
    ObjectTypeDefinition: inFederation,
  });
  return `${link}\n${oneOfDefinition}\n${print(document)}\n`;
}

function inFederation(type: ObjectTypeDefinitionNode): ObjectTypeDefinitionNode | undefined {
  if (type.name.value === 'Query') return withoutOwnLookups(type);
  if (type.name.value === 'PageInfo') return marked(type, '@shareable');
  const isEntity = type.interfaces?.some(({ name }) => name.value === 'Node');
  return isEntity ? marked(type, '@key(fields: "id")') : undefined;
}

const withoutOwnLookups = (query: ObjectTypeDefinitionNode): ObjectTypeDefinitionNode => ({
  ...query,
  fields: (query.fields ?? []).filter(({ name }) => !ownLookups.has(name.value)),
});

function marked(type: ObjectTypeDefinitionNode, directive: string): ObjectTypeDefinitionNode {
  const [{ directives }] = parse(`type T ${directive} { f: ID }`).definitions as [
    ObjectTypeDefinitionNode,
  ];
  return { ...type, kind: Kind.OBJECT_TYPE_DEFINITION, directives: directives ?? [] };
}
