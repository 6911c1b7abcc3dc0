import {
  GraphQLError,
  OperationTypeNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { costOfDocument, type CostedRequest } from './cost-of-document.js';

/** As `extensions.cost` tells it. */
export interface Cost {
  requested: number;
  limit: number;
}

/** What queries and subscriptions were found to cost, for as long as their documents are known: so many sets of variables of each, of so many characters. */
const remembered = { variables: 20, characters: 1_000 };
const known = new WeakMap<OperationDefinitionNode, LRUCache<string, number>>();

/** What comes again with the same variables costs what it did. */
function rememberedCost(schema: GraphQLSchema, request: CostedRequest): number {
  const { operation, variables } = request;
  const key = JSON.stringify(variables);
  if (operation.operation === OperationTypeNode.MUTATION || key.length > remembered.characters)
    return costOfDocument(schema, request);
  const costs = known.get(operation) ?? new LRUCache({ max: remembered.variables });
  known.set(operation, costs);
  const cost = costs.get(key) ?? costOfDocument(schema, request);
  costs.set(key, cost);
  return cost;
}

/** What the request costs. Throws COST_LIMIT_EXCEEDED with both numbers. */
export function boundCost(schema: GraphQLSchema, request: CostedRequest, limit: number): Cost {
  const requested = rememberedCost(schema, request);
  if (requested <= limit) return { requested, limit };
  const asked = Number.isFinite(requested)
    ? `up to ${requested} values`
    : 'more values than can be counted';
  throw new GraphQLError(
    `This asks for ${asked}; ${limit} are allowed. Ask for smaller pages by first, for fewer lists within lists, or for fewer fields.`,
    {
      extensions: {
        code: 'COST_LIMIT_EXCEEDED',
        cost: { requested: Number.isFinite(requested) ? requested : null, limit },
        http: { status: 400 },
      },
    },
  );
}
