import {
  extendSchema,
  GraphQLError,
  isScalarType,
  isUnionType,
  parse,
  valueFromASTUntyped,
  type GraphQLFieldResolver,
  type GraphQLScalarType,
  type GraphQLSchema,
  type GraphQLUnionType,
} from 'graphql';
import { isObject } from '#libs/kernel';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { inTurns } from '../../cost/give-way.js';
import { nodeTypes } from '../../reads/node-types.js';
import type { Entities, Representation } from './entities.js';
import { subgraphSdl } from './subgraph-sdl.js';

const machinery = parse(`
  "A thing as a gateway of federation names it: its __typename, and its id."
  scalar _Any
  "Whatever has an id."
  union _Entity = ${[...nodeTypes].toSorted().join(' | ')}
  "What a gateway of federation asks of a subgraph."
  type _Service {
    "This schema, with the directives of federation."
    sdl: String!
  }
  extend type Query {
    "Things by their types and ids, for a gateway of federation; null for each that you may not see."
    _entities("What they are." representations: [_Any!]!): [_Entity]!
    "What a gateway of federation composes."
    _service: _Service!
  }
`);

/**
 * The schema as gateways of federation ask it, beside everybody else. It is extended and not made anew from its SDL:
 * scalars, enums and resolvers stay the very ones that they are.
 */
export function asSubgraph(schema: GraphQLSchema, entities: Entities): GraphQLSchema {
  const sdl = subgraphSdl(schema);
  const subgraph = extendSchema(schema, machinery);
  const any = subgraph.getType('_Any');
  if (isScalarType(any)) Object.assign(any, representationScalar);
  const entity = subgraph.getType('_Entity');
  if (isUnionType(entity)) entity.resolveType = typeOfEntity;
  const fields = subgraph.getQueryType()?.getFields() ?? {};
  if (fields['_service']) fields['_service'].resolve = () => ({ sdl });
  if (fields['_entities']) fields['_entities'].resolve = entitiesOf(entities);
  return subgraph;
}

const typeOfEntity: GraphQLUnionType['resolveType'] = (value: { __typename: string }) =>
  value.__typename;

const entitiesOf =
  (entities: Entities): GraphQLFieldResolver<unknown, GraphqlContext> =>
  (_root, { representations }, context) => {
    const asked = representations as readonly Representation[];
    return inTurns(context.request, asked.length, (index) =>
      entities.find(context, asked[index] as Representation),
    );
  };

const representationScalar: Pick<GraphQLScalarType, 'parseValue' | 'parseLiteral'> = {
  parseValue: readRepresentation,
  parseLiteral: (node, variables) => readRepresentation(valueFromASTUntyped(node, variables)),
};

/** Keys beyond the id are a gateway's own affair. Throws for what names nothing that this schema has. */
function readRepresentation(value: unknown): Representation {
  const { __typename: type, id } = isObject(value) ? (value as Record<string, unknown>) : {};
  if (typeof type !== 'string' || !nodeTypes.has(type))
    throw new GraphQLError('__typename must be a type of this schema that has a key.');
  if (typeof id !== 'string') throw new GraphQLError('id must be a global id.');
  return { type, id };
}
