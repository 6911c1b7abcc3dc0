import {
  GraphQLError,
  isEnumType,
  isIntrospectionType,
  Kind,
  type GraphQLEnumType,
  type GraphQLSchema,
} from 'graphql';

/**
 * Has what is no word of an enum refused with the words that it has, whichever way in it came by: graphql-js names the
 * enum alone, and repeats what was given. Changes `schema`.
 */
export function tellEnumWords(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()))
    if (isEnumType(type) && !isIntrospectionType(type)) tellWords(type);
  return schema;
}

function tellWords(type: GraphQLEnumType): void {
  const words = type.getValues().map(({ name }) => name);
  const message = `${type.name} is one of ${words.toSorted().join(', ')}.`;
  const valueOf = (name: unknown): unknown =>
    typeof name === 'string' ? type.getValue(name)?.value : undefined;
  type.parseValue = (given) => {
    const value = valueOf(given);
    if (value === undefined) throw new GraphQLError(message);
    return value;
  };
  type.parseLiteral = (node) => {
    const value = node.kind === Kind.ENUM ? valueOf(node.value) : undefined;
    if (value === undefined) throw new GraphQLError(message, { nodes: node });
    return value;
  };
}
