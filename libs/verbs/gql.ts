import { z } from 'zod';
import type { NodeType } from './global-id.js';

/** What only GraphQL has to know of a schema. */
export interface GraphqlWords {
  /** Name of its input type or enum. */
  type?: string;
  /** What its type is; the description of a field is the field's own. */
  description?: string;
  /** Name of a scalar that is none of GraphQL's own. */
  scalar?: string;
  /** Of an id: the types of what it may be the id of. */
  ids?: readonly NodeType[];
  /** An object of which exactly one field is given. */
  oneOf?: boolean;
}

/** A registry of its own: what is in zod's `meta()` ends up in JSON Schema. */
export const gql = z.registry<GraphqlWords>();
