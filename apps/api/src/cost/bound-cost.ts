import { GraphQLError, type GraphQLSchema } from 'graphql';
import { costOfDocument, type CostedRequest } from './cost-of-document.js';

/** As `extensions.cost` tells it. */
export interface Cost {
  requested: number;
  limit: number;
}

/** What the request costs. Throws COST_LIMIT_EXCEEDED with both numbers. */
export function boundCost(schema: GraphQLSchema, request: CostedRequest, limit: number): Cost {
  const requested = costOfDocument(schema, request);
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
