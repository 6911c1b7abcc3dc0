import {
  buildSchema,
  extendSchema,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';

/** Who asks: what is answered depends on it. */
export interface ToyContext {
  actor: string;
  schema: GraphQLSchema;
  /**
   * Whether one value is an error, or null where that may not be. No more than one: of several in a list, graphql-js leaves
   * those that come later to nobody.
   */
  isWrong: boolean;
  /** What was answered, for whoever counts. */
  answered: Set<string>;
}

/** A number that looks like chance and is always the same for the text. */
export function chance(text: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** One of `many`, drawn for the text. */
const drawn = (text: string, many: number): number => chance(text) % many;

/**
 * The schema with a world behind it that is made up as it is asked: of every type from the root, some fields read from
 * their source, some by functions of it, some by resolvers, some later, some null, some in error.
 */
export function toyWorld(sdl: string): GraphQLSchema {
  const plain = buildSchema(sdl);
  const reached = compositeNames(plain)
    .map((name) => `any_${name}(n: Int): ${name} all_${name}: [${name}] sure_${name}: [${name}!]!`)
    .join(' ');
  const schema = extendSchema(plain, parse(`extend type Query { ${reached} }`));
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    if (isInterfaceType(type) && drawn(type.name, 2) === 0)
      type.resolveType = ({ __typename: name }: { __typename: string }) =>
        drawn(name, 2) === 0 ? name : Promise.resolve(name);
    if (!isObjectType(type)) continue;
    if (drawn(`is ${type.name}`, 5) === 0)
      type.isTypeOf = (value: { __typename: string }) =>
        drawn(`later ${type.name}`, 2) === 0
          ? true
          : Promise.resolve(value.__typename === type.name);
    for (const field of Object.values(type.getFields())) equip(type, field);
  }
  return schema;
}

const compositeNames = (schema: GraphQLSchema): string[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type))
    .filter((type) => isObjectType(type) || isInterfaceType(type) || isUnionType(type))
    .map(({ name }) => name)
    .filter((name) => !['Query', 'Mutation', 'Subscription'].includes(name));

interface Source {
  __id: string;
}

function equip(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): void {
  const isRoot = ['Query', 'Mutation', 'Subscription'].includes(type.name);
  if (!isRoot && drawn(`resolver ${type.name}.${field.name}`, 3) > 0) return;
  field.resolve = (source, args, context, info) =>
    valueOf(type, field, digest(source, args, context as ToyContext, info), context as ToyContext);
}

/** All that a resolver is given, as a text: what differs there differs in the answer. */
function digest(
  source: unknown,
  args: unknown,
  { actor }: ToyContext,
  info: GraphQLResolveInfo,
): string {
  const path: unknown[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev)
    path.push(at.key, at.typename);
  const nodes = info.fieldNodes.map(({ alias, name, selectionSet }) => [
    alias?.value,
    name.value,
    selectionSet?.selections.length,
  ]);
  return JSON.stringify([
    (source as Source | undefined)?.__id,
    args,
    actor,
    path,
    nodes,
    info.variableValues,
    info.fieldName,
    String(info.returnType),
    info.parentType.name,
    info.operation.operation,
    Object.keys(info.fragments),
    info.rootValue === undefined,
  ]);
}

/** What a field answers: recorded as `Type.field`, with `null` where it is, and enum values by their names. */
function valueOf(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  id: string,
  context: ToyContext,
): unknown {
  const name = `${type.name}.${field.name}`;
  context.answered.add(name);
  const value = made(field.type, id, context);
  if (value === null || value === undefined) context.answered.add(`${name} null`);
  return later(id, value);
}

const later = (id: string, value: unknown): unknown =>
  drawn(`later ${id}`, 4) === 0
    ? Promise.resolve(value).then((one) =>
        drawn(`much later ${id}`, 2) ? one : Promise.resolve(one),
      )
    : value;

function made(type: GraphQLOutputType, id: string, context: ToyContext): unknown {
  if (context.isWrong && drawn(`wrong ${id}`, 50) === 0) {
    context.isWrong = false;
    return wrong(id);
  }
  if (isNonNullType(type)) return madeWhole(type.ofType, id, context);
  const kind = drawn(`null ${id}`, 10);
  return kind === 0 ? null : kind === 1 ? undefined : madeWhole(type, id, context);
}

function wrong(id: string): unknown {
  const kind = drawn(`kind ${id}`, 4);
  if (kind === 0) return new Error(`wrong at ${id.length}`);
  if (kind === 1) return Promise.reject(new Error(`later wrong at ${id.length}`));
  if (kind === 2) return null;
  throw new Error(`thrown at ${id.length}`);
}

function madeWhole(type: GraphQLOutputType, id: string, context: ToyContext): unknown {
  if (isListType(type)) {
    const items = Array.from({ length: drawn(`length ${id}`, 4) }, (_, index) =>
      later(`${id} ${index}`, made(type.ofType, `${id} ${index}`, context)),
    );
    return drawn(`set ${id}`, 5) === 0 ? new Set(items) : items;
  }
  if (isEnumType(type)) {
    const values = type.getValues();
    const value = values[drawn(`enum ${id}`, values.length)]!;
    context.answered.add(`${type.name}.${value.name}`);
    return value.value;
  }
  const named = getNamedType(type);
  if (isObjectType(named)) return sourceOf(named, id, context);
  if (isInterfaceType(named) || isUnionType(named)) {
    const possible = context.schema.getPossibleTypes(named);
    return sourceOf(possible[drawn(`type ${id}`, possible.length)]!, id, context);
  }
  const number = chance(`leaf ${id}`);
  if (named.name === 'Int') return number % 2 ? number % 1_000 : String(number % 1_000);
  if (named.name === 'Float') return (number % 1_000) / 8;
  if (named.name === 'Boolean') return number % 3 ? number % 2 === 0 : number % 2;
  return number % 5 === 0 ? `“${number}”\n` : `t${number}`;
}

/** A thing whose fields are worked out as they are read. */
const sourceOf = (type: GraphQLObjectType, id: string, context: ToyContext): unknown =>
  new Proxy<Record<string, unknown>>(
    { __id: id, __typename: type.name },
    {
      get: (known, name) => {
        if (typeof name === 'symbol' || name in known) return known[name as string];
        const field = type.getFields()[name];
        if (!field || field.resolve) return undefined;
        const own = `${id}.${name}`;
        if (drawn(`method ${own}`, 4) > 0)
          return valueOf(type, field, `${own} ${context.actor}`, context);
        return function (this: Source, args: unknown, given: ToyContext, info: GraphQLResolveInfo) {
          return valueOf(type, field, `${own} ${digest(this, args, given, info)}`, given);
        };
      },
    },
  );
