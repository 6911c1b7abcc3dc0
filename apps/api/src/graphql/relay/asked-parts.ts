import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';
import {
  resourceColumns,
  type OperationShow,
  type ResourceColumn,
  type ResourceShow,
} from '../../reads/pages/shown.js';

/** The fields of a selection, fragments looked through, each once. */
function fieldsOf(
  info: GraphQLResolveInfo,
  set: SelectionSetNode | undefined,
  seen: Set<string>,
): FieldNode[] {
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return fieldsOf(info, selection.selectionSet, seen);
    const fragment = selection.name.value;
    if (seen.has(fragment)) return [];
    seen.add(fragment);
    return fieldsOf(info, info.fragments[fragment]?.selectionSet, seen);
  });
}

/** What is asked below these fields. */
function fieldsBelow(info: GraphQLResolveInfo, fields: readonly FieldNode[]): FieldNode[] {
  const seen = new Set<string>();
  return fields.flatMap((field) => fieldsOf(info, field.selectionSet, seen));
}

/** What is asked of the nodes of connections, by `nodes` and by `edges { node }`. */
function nodeFields(info: GraphQLResolveInfo, connections: readonly FieldNode[]): FieldNode[] {
  const below = fieldsBelow(info, connections);
  const nodes = below.filter(({ name }) => name.value === 'nodes');
  const edges = below.filter(({ name }) => name.value === 'edges');
  const ofEdges = fieldsBelow(info, edges).filter(({ name }) => name.value === 'node');
  return fieldsBelow(info, [...nodes, ...ofEdges]);
}

const namesOf = (fields: readonly FieldNode[]): Set<string> =>
  new Set(fields.map(({ name }) => name.value));

const words = (text: string): readonly string[] => text.split(/\s+/);

/** What a kind has of its own: its settings, as asked for and as Azure has them, and what depends on whether it stands. */
const ofItsKind: readonly ResourceColumn[] = [
  'desired',
  'observed',
  'location',
  'provisioningState',
  'goneAt',
];

/** The columns of a resource that a field of it is made of, beside those that say which one it is. */
const columnsOf: Readonly<Record<string, readonly ResourceColumn[]>> = {
  ...Object.fromEntries(
    words(
      '__typename id name costTags createdBy team defaultTeam workspace resourceGroup extensions computes operations auditEvents',
    ).map((name) => [name, []]),
  ),
  ...Object.fromEntries(resourceColumns.map((column) => [column, [column]])),
  location: ofItsKind,
  etag: ['version'],
  // Azure is asked for these.
  nodes: ['armId'],
  allowedResizeSizes: ['armId'],
  diagnostics: resourceColumns,
};

/** Fields of Operation that need nothing but its own columns. */
const withoutSteps = new Set(
  words(`__typename id kind status target targetName error requestedBy idempotencyKey cost approval createdAt
  startedAt completedAt auditEvents`),
);

const operationParts = (names: ReadonlySet<string>): OperationShow => ({
  steps: [...names].some((name) => !withoutSteps.has(name)),
  requestedBy: names.has('requestedBy'),
  cost: names.has('cost'),
  approval: names.has('approval'),
});

/** What a page of operations must bring along for what this query asks of its nodes. */
export const askedOfOperations = (info: GraphQLResolveInfo): OperationShow =>
  operationParts(namesOf(nodeFields(info, info.fieldNodes)));

/** What a page of resources must bring along for what this query asks of its nodes. */
export function askedOfResources(info: GraphQLResolveInfo): ResourceShow {
  const fields = nodeFields(info, info.fieldNodes);
  const names = namesOf(fields);
  const operations = askedLatest(
    info,
    fields.filter(({ name }) => name.value === 'operations'),
  );
  return {
    columns: new Set([...names].flatMap((name) => columnsOf[name] ?? ofItsKind)),
    team: names.has('team') || names.has('defaultTeam'),
    createdBy: names.has('createdBy'),
    // What was asked for and what Azure has are compared with cost tags too.
    costTags: names.has('costTags') || names.has('diagnostics'),
    made: names.has('dependencies'),
    parent: names.has('workspace') || names.has('resourceGroup'),
    underWay: names.has('diagnostics'),
    ...(operations && { operations }),
  };
}

/** How many of each node's latest operations are asked for, where that is once, without a cursor and without their number. */
function askedLatest(
  info: GraphQLResolveInfo,
  asked: readonly FieldNode[],
): ResourceShow['operations'] {
  const [field] = asked;
  if (asked.length !== 1 || !field || field.arguments?.some(({ name }) => name.value === 'after'))
    return undefined;
  if (fieldsBelow(info, [field]).some(({ name }) => name.value === 'totalCount')) return undefined;
  const count = countOf(info, field);
  if (count === undefined || !(count >= 1 && count <= 100)) return undefined;
  return { count, ...operationParts(namesOf(nodeFields(info, [field]))) };
}

function countOf(info: GraphQLResolveInfo, field: FieldNode): number | undefined {
  const value = field.arguments?.find((argument) => argument.name.value === 'first')?.value;
  if (value?.kind === Kind.INT) return Number(value.value);
  return value?.kind === Kind.VARIABLE ? Number(info.variableValues[value.name.value]) : undefined;
}
