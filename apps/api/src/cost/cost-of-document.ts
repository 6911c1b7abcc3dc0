import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** How many entries a list is taken to have that no argument bounds. */
const usualEntries = 3;

/** Lists that are longer than others without an argument that says so: what a region has to offer, what a team may name. */
const longLists: Readonly<Record<string, number>> = {
  vmSizes: 800,
  vmPrices: 1_400,
  computeUsages: 400,
  offers: 10,
  allowedResizeSizes: 100,
  sharedScopes: 50,
};

/** Arguments that name each entry of a list. */
const namingArguments = ['ids', 'representations'] as const;

/** Arguments that leave few entries of a long list: one VM size has a price in each of two tiers. */
const narrowingArguments: readonly (readonly [name: string, entries: number])[] = [['vmSize', 2]];

/** A page where neither `first` nor `last` says otherwise, and the most there can be. */
const wholePage = 100;

/** The description of the schema is as large as it is, however it is asked for: five of them at most in one document. */
const introspectionCosts: Readonly<Record<string, number>> = { __schema: 3_000, __type: 100 };

/** To count a list takes a statement of its own, which reads up to 10,000 rows. */
const countingCosts: Readonly<Record<string, number>> = { totalCount: 200 };

/** What an answer takes beside its values: thousands of sizes are held against the quotas of all regions of a geography. */
const workCosts: Readonly<Record<string, number>> = { quotaCheck: 300 };

/** Selections that are looked at before a document counts as too costly: no document of a person comes near. */
const mostLookedAt = 20_000;

export interface CostedRequest {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/**
 * How many values an answer may hold at most, before anything is run: each field and each entry of a
 * list one, times the entries of the lists that it stands in. A fragment counts where it is spread, once for each thing it is spread on, as GraphQL executes it.
 * Infinity where even counting is too much. 0 where the variables do not fit: execution says so.
 */
export function costOfDocument(schema: GraphQLSchema, request: CostedRequest): number {
  const { document, operation, variables } = request;
  const root = schema.getRootType(operation.operation);
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!root || !coerced) return 0;
  return new CostGauge(schema, fragmentsOf(document), coerced).costOf(
    [operation.selectionSet],
    root,
    undefined,
  );
}

const fragmentsOf = ({ definitions }: DocumentNode): Fragments =>
  new Map(
    definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );

/** Fields by what they are called in the answer: the same one asked for twice is answered once. */
type Collected = Map<string, FieldNode[]>;

class CostGauge {
  /** By the selection and the type it is made on. */
  private readonly known = new WeakMap<SelectionSetNode, Map<string, number>>();
  private lookedAt = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
    private readonly variables: Record<string, unknown>,
  ) {}

  /** `entries`: of a list field within, where a page size bounds it. */
  costOf(
    sets: readonly SelectionSetNode[],
    type: GraphQLCompositeType,
    entries: number | undefined,
  ): number {
    if (this.lookedAt > mostLookedAt) return Infinity;
    const [only] = sets.length === 1 ? sets : [];
    const key = `${type.name} ${entries}`;
    const known = only && this.known.get(only)?.get(key);
    if (known !== undefined) return known;
    const cost = isAbstractType(type)
      ? Math.max(
          0,
          ...this.schema.getPossibleTypes(type).map((one) => this.costOnType(sets, one, entries)),
        )
      : this.costOnType(sets, type, entries);
    if (only) this.remember(only, key, cost);
    return cost;
  }

  private remember(set: SelectionSetNode, key: string, cost: number): void {
    const costs = this.known.get(set) ?? new Map<string, number>();
    this.known.set(set, costs.set(key, cost));
  }

  private costOnType(
    sets: readonly SelectionSetNode[],
    type: GraphQLObjectType,
    entries: number | undefined,
  ): number {
    const collected: Collected = new Map();
    const spread = new Set<string>();
    for (const { selections } of sets) this.collect(selections, type, collected, spread);
    let cost = 0;
    for (const nodes of collected.values()) cost += this.costOfField(type, nodes, entries);
    return cost;
  }

  private collect(
    selections: readonly SelectionNode[],
    type: GraphQLObjectType,
    into: Collected,
    spread: Set<string>,
  ): void {
    for (const selection of selections) {
      this.lookedAt += 1;
      if (!this.isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const same = into.get(name);
        if (same) same.push(selection);
        else into.set(name, [selection]);
      } else this.collectFragment(selection, type, into, spread);
    }
  }

  private collectFragment(
    selection: Exclude<SelectionNode, FieldNode>,
    type: GraphQLObjectType,
    into: Collected,
    spread: Set<string>,
  ): void {
    const isInline = selection.kind === Kind.INLINE_FRAGMENT;
    if (!isInline && spread.has(selection.name.value)) return;
    if (!isInline) spread.add(selection.name.value);
    const fragment = isInline ? selection : this.fragments.get(selection.name.value);
    if (fragment && this.applies(fragment.typeCondition?.name.value, type))
      this.collect(fragment.selectionSet.selections, type, into, spread);
  }

  private applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    const on = condition === undefined ? type : this.schema.getType(condition);
    return on === type || (isAbstractType(on) && this.schema.isSubType(on, type));
  }

  private isIncluded(selection: SelectionNode): boolean {
    if (!selection.directives?.length) return true;
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, this.variables);
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, this.variables);
    return include?.['if'] !== false && skip?.['if'] !== true;
  }

  private costOfField(
    type: GraphQLObjectType,
    nodes: readonly FieldNode[],
    entries: number | undefined,
  ): number {
    const [node] = nodes;
    const field = node && fieldNamed(type, node.name.value);
    if (!field) return 0;
    const fixed = introspectionCosts[field.name] ?? countingCosts[field.name];
    if (fixed !== undefined) return fixed;
    const inner = getNamedType(field.type);
    const pageSize = this.pageSizeOf(field, node);
    const isList = isListType(getNullableType(field.type));
    const times = isList ? (pageSize ?? entries ?? longLists[field.name] ?? usualEntries) : 1;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    // A list with a size of its own says nothing of the lists in its entries.
    const within = isList ? undefined : pageSize;
    const work = workCosts[field.name] ?? 0;
    return work + times * (1 + (isCompositeType(inner) ? this.costOf(sets, inner, within) : 0));
  }

  /** What the arguments say about how many there will be; undefined where they say nothing. */
  private pageSizeOf(field: GraphQLField<unknown, unknown>, node: FieldNode): number | undefined {
    const names = new Set(field.args.map(({ name }) => name));
    const narrowing = narrowingArguments.find(([name]) => names.has(name));
    if (narrowing) return this.argumentsOf(field, node)[narrowing[0]] ? narrowing[1] : undefined;
    const named = namingArguments.find((name) => names.has(name));
    if (!names.has('first') && named === undefined) return undefined;
    const args = this.argumentsOf(field, node);
    const each = named === undefined ? undefined : args[named];
    if (Array.isArray(each)) return each.length;
    const { first, last } = args;
    const asked = typeof first === 'number' ? first : last;
    return typeof asked === 'number' ? Math.min(Math.max(asked, 0), wholePage) : wholePage;
  }

  private argumentsOf(
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
  ): Record<string, unknown> {
    try {
      return getArgumentValues(field, node, this.variables);
    } catch {
      // Execution says what does not fit; until then it counts as a whole page.
      return {};
    }
  }
}

function fieldNamed(
  type: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  for (const meta of [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef])
    if (meta.name === name) return meta;
  return isObjectType(type) ? type.getFields()[name] : undefined;
}
