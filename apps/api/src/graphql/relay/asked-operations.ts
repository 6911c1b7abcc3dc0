import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/** The fields of this name in a selection, fragments looked through, each once. */
function fieldsNamed(
  info: GraphQLResolveInfo,
  set: SelectionSetNode | undefined,
  name: string,
  seen = new Set<string>(),
): FieldNode[] {
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === name ? [selection] : [];
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return fieldsNamed(info, selection.selectionSet, name, seen);
    const fragment = selection.name.value;
    if (seen.has(fragment)) return [];
    seen.add(fragment);
    return fieldsNamed(info, info.fragments[fragment]?.selectionSet, name, seen);
  });
}

const countOf = (info: GraphQLResolveInfo, field: FieldNode): number | undefined => {
  const value = field.arguments?.find((argument) => argument.name.value === 'first')?.value;
  if (value?.kind === Kind.INT) return Number(value.value);
  return value?.kind === Kind.VARIABLE ? Number(info.variableValues[value.name.value]) : undefined;
};

/**
 * How many of each node's latest operations the page's statement should bring along: none unless the query asks for
 * `operations(first:)` on the nodes, once and without a cursor.
 */
export function askedOperations(info: GraphQLResolveInfo): number | undefined {
  const page = info.fieldNodes.map((node) => node.selectionSet);
  const nodes = page.flatMap((set) => [
    ...fieldsNamed(info, set, 'nodes'),
    ...fieldsNamed(info, set, 'edges').flatMap((edge) =>
      fieldsNamed(info, edge.selectionSet, 'node'),
    ),
  ]);
  const asked = nodes.flatMap((node) => fieldsNamed(info, node.selectionSet, 'operations'));
  const [field] = asked;
  if (asked.length !== 1 || !field || field.arguments?.some(({ name }) => name.value === 'after'))
    return undefined;
  const count = countOf(info, field);
  return count !== undefined && count >= 1 && count <= 100 ? count : undefined;
}
