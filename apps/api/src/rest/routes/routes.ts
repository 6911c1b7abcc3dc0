import { catalogue } from '#libs/catalogue';
import { reads } from '../../reads/catalogue-of-reads.js';
import { node as findNode } from '../../reads/verbs.js';
import { nodeTypes } from '../../reads/node-types.js';
import { routeOf, routeOfType, type Route } from './route.js';

const ofDefinitions = [...catalogue, ...reads].map(routeOf);
const known = new Set(ofDefinitions.map(({ method, path }) => `${method} ${path}`));

/** Things of one type, and any compute, where no read of their own finds them. */
const ofTypes = ['Compute', ...nodeTypes]
  .map((type) => routeOfType(findNode, type))
  .filter(({ method, path }) => !known.has(`${method} ${path}`));

/** Every route below /v1: one for each verb and each read, and one for each type of what has an id. */
export const routes: readonly Route[] = [...ofDefinitions, ...ofTypes].toSorted((one, other) =>
  one.path === other.path
    ? one.method.localeCompare(other.method)
    : one.path.localeCompare(other.path),
);
