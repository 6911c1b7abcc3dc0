import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/**
 * How much is shown of a thing: all that it has of its own; what a list shows of each; or enough to know what it is and to
 * ask for it.
 */
export type View = 'whole' | 'summary' | 'reference';

/** A field that is shown, and what is shown below it; nothing below a scalar. */
export interface ShownField {
  field: GraphQLField<unknown, unknown>;
  below?: Shown;
}

/** What is shown of an object type: `name` says which type, and how much of it. */
export interface ShownObject {
  name: string;
  type: GraphQLObjectType;
  /** Whether it says in `object` what it is: what has an id, and what is one of several. */
  isNamed: boolean;
  fields: readonly ShownField[];
}

/** What is shown where a type stands: of an interface, what of each type that it may be. */
export interface Shown {
  name: string;
  of: readonly ShownObject[];
}

/** Asked of Azure live, for one thing at a time; and what takes a statement of its own to find. */
const nowhere: ReadonlySet<string> = new Set([
  'ComputeCluster.nodes',
  'ComputeInstance.allowedResizeSizes',
  'Operation.target',
]);

/** Shown of one thing and not of each of many: they take statements, or more room than everything else together. */
const ofOne: ReadonlySet<string> = new Set([
  'diagnostics',
  'quota',
  'setupScripts',
  'Plan.approval',
]);

/** What a reference says beside the id. */
const told: ReadonlySet<string> = new Set([
  'id',
  'name',
  'displayName',
  'objectId',
  'kind',
  'status',
]);

/** Chooses what is shown of types, by their fields alone: no type and no field is named twice. */
export class FieldChoice {
  constructor(private readonly schema: GraphQLSchema) {}

  /** What a view shows of a type or interface. `within`: the types that it stands in. */
  shown(type: GraphQLNamedType, view: View, within: readonly string[] = []): Shown {
    const types = isAbstractType(type) ? [...this.schema.getPossibleTypes(type)] : [type];
    const isOneOfSeveral = isAbstractType(type);
    const of = types
      .filter(isObjectType)
      .toSorted(byName)
      .map((one) => {
        const shown = this.object(one, view, within);
        return { ...shown, isNamed: shown.isNamed || isOneOfSeveral };
      });
    return { name: of.length === 1 ? (of[0]?.name ?? '') : nameOf(type.name, view), of };
  }

  private object(type: GraphQLObjectType, view: View, within: readonly string[]): ShownObject {
    const fields = this.fields(type, view, within);
    const isWhole = view === 'whole' || this.hasScalarsAlone(type);
    const name = isWhole ? type.name : nameOf(type.name, view);
    return { name, type, isNamed: this.isNode(type), fields };
  }

  /** Then a summary is all of it. */
  private hasScalarsAlone(type: GraphQLObjectType): boolean {
    const fields = Object.values(type.getFields());
    return !this.isNode(type) && fields.every((field) => isLeafType(getNamedType(field.type)));
  }

  private fields(type: GraphQLObjectType, view: View, within: readonly string[]): ShownField[] {
    return Object.values(type.getFields())
      .toSorted(byName)
      .flatMap((field) => {
        const isOut = field.args.length > 0 || nowhere.has(`${type.name}.${field.name}`);
        return isOut ? [] : this.field(field, view, [...within, type.name]);
      });
  }

  private field(
    field: GraphQLField<unknown, unknown>,
    view: View,
    within: readonly string[],
  ): ShownField[] {
    const type = getNamedType(field.type);
    const isList = isListType(getNullableType(field.type));
    if (isLeafType(type)) return view === 'reference' && !told.has(field.name) ? [] : [{ field }];
    if (view === 'reference') return [];
    const isOfOne = ofOne.has(field.name) || ofOne.has(`${within.at(-1)}.${field.name}`);
    if (view === 'summary' && (isOfOne || (isList && !this.isFlat(type)))) return [];
    const below = this.isNode(type) ? 'reference' : this.viewWithin(type, view, within);
    return below ? [{ field, below: this.shown(type, below, within) }] : [];
  }

  /** A type within itself is shown once, and then not again. */
  private viewWithin(
    { name }: GraphQLNamedType,
    view: View,
    within: readonly string[],
  ): View | undefined {
    const times = within.filter((one) => one === name).length;
    if (view === 'summary') return times > 0 ? undefined : view;
    return times > 0 ? 'summary' : view;
  }

  /** Whether nothing but scalars is in it, beside its like. */
  private isFlat(type: GraphQLNamedType): boolean {
    if (!isObjectType(type) || this.isNode(type)) return false;
    const inner = Object.values(type.getFields()).map((field) => getNamedType(field.type));
    return inner.every((one) => isLeafType(one) || one === type);
  }

  private isNode(type: GraphQLNamedType): boolean {
    if (type.name === 'Node') return true;
    if (isUnionType(type)) return type.getTypes().every((one) => this.isNode(one));
    if (!isObjectType(type) && !isInterfaceType(type)) return false;
    return type.getInterfaces().some(({ name }) => name === 'Node');
  }
}

/** In whatever order Nest made them. */
const byName = (one: { name: string }, other: { name: string }): number =>
  one.name < other.name ? -1 : 1;

const nameOf = (type: string, view: View): string =>
  ({ whole: type, summary: `${type}Summary`, reference: `${type}Reference` })[view];
