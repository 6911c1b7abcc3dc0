import { z } from 'zod';
import { ok } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { exampleId, idOf, read, type NodeType } from '#libs/verbs';
import type { ReadDeps } from '../read-deps.js';
import { computeKinds } from './resource.filter.js';

/** A read of one resource: of one of these types, which are shown as `type`. */
const finding = (
  name: string,
  noun: string,
  type: string,
  types: readonly [NodeType, ...NodeType[]],
) =>
  read({
    name,
    noun,
    summary: `One ${noun}; null where you may see none.`,
    input: z.strictObject({ id: idOf(...types).describe('Its id, or its ARM id.') }),
    example: { id: exampleId(types[0]) },
    target: 'id',
    permission: 'view',
    effect: 'read',
    answer: { type, as: 'found' },
    run: async ({ find }: ReadDeps, _context, { id }) => {
      // A row is what it says itself, whatever type it is looked for as.
      const found = await find(types[0], id);
      return ok(found && types.includes(found.type) ? found : null);
    },
  });

const computes = computeKinds.map((kind) => kinds.of(kind).node) as [NodeType, ...NodeType[]];

export const compute = finding('compute', 'compute', 'Compute', computes);
export const connectedCluster = finding(
  'connectedCluster',
  'connected cluster',
  'ConnectedCluster',
  ['ConnectedCluster'],
);
export const resourceGroup = finding('resourceGroup', 'resource group', 'ResourceGroup', [
  'ResourceGroup',
]);
export const workspace = finding('workspace', 'workspace', 'Workspace', ['Workspace']);
