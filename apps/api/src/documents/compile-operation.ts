import {
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { defaultTypeResolver, getFieldDef } from 'graphql/execution/execute.js';
import { getArgumentValues } from 'graphql/execution/values.js';
import { keepAnswer } from './root-answers.js';

/** What one run of an operation is given. */
export interface Run {
  rootValue: unknown;
  contextValue: unknown;
  /** Coerced by graphql-js. */
  variableValues: Record<string, unknown>;
}

/** What is known of an operation before it runs: all but who asks and for what. */
export interface Compilable {
  schema: GraphQLSchema;
  fragments: Record<string, FragmentDefinitionNode>;
  operation: OperationDefinitionNode;
}

type Path = GraphQLResolveInfo['path'];
type Data = Record<string, unknown>;
type Fields = (source: unknown, path: Path | undefined, run: Run) => unknown;
/** Makes of what a resolver answered what is told; `path`: where that stands. */
type Complete = (value: unknown, path: Path, run: Run, info: () => GraphQLResolveInfo) => unknown;
type FieldOf = (source: unknown, parent: Path | undefined, run: Run) => unknown;

/** What the answer of graphql-js would have an error for: it is asked for its words. */
class HasErrors extends Error {
  override readonly name = 'HasErrors';
}

/**
 * An operation as functions that know its fields already. `included` are the variables that `@skip` and `@include` are
 * decided by. What comes out is what graphql-js answers as `data` where that has no errors; else it throws or rejects.
 */
export function compileOperation(
  of: Compilable,
  included: Record<string, unknown>,
): (run: Run) => unknown {
  const root = of.schema.getRootType(of.operation.operation);
  if (!root) throw new HasErrors();
  const compiler = new Compiler(of, included);
  const { selectionSet } = of.operation;
  const fields = compiler.fields(
    root,
    collectFields(of.schema, of.fragments, included, root, selectionSet),
  );
  return (run) => fields(run.rootValue, undefined, run);
}

class Compiler {
  constructor(
    private readonly of: Compilable,
    private readonly included: Record<string, unknown>,
  ) {}

  fields(type: GraphQLObjectType, collected: ReadonlyMap<string, readonly FieldNode[]>): Fields {
    const fields = [...collected].flatMap(([key, nodes]): [string, FieldOf][] => {
      const [node] = nodes;
      const field = node && getFieldDef(this.of.schema, type, node);
      return field ? [[key, this.field(type, field, key, nodes)]] : [];
    });
    // On a plain object that would be its prototype.
    if (collected.has('__proto__')) throw new HasErrors();
    return (source, path, run) => answerFields(fields, source, path, run);
  }

  private field(
    parentType: GraphQLObjectType,
    field: GraphQLField<unknown, unknown>,
    key: string,
    nodes: readonly FieldNode[],
  ): FieldOf {
    const { name, resolve, type: returnType } = field;
    const complete = this.complete(returnType, nodes);
    const { schema, fragments, operation } = this.of;
    const [node] = nodes as readonly [FieldNode];
    const same = {
      fieldName: name,
      fieldNodes: nodes,
      returnType,
      parentType,
      schema,
      fragments,
      operation,
    };
    const argumentsFor = argumentsOf(field, node);
    const infoOf = (path: Path, { rootValue, variableValues }: Run): GraphQLResolveInfo => ({
      ...same,
      path,
      rootValue,
      variableValues,
    });
    const call = (ask: typeof resolve & object, source: unknown, path: Path, run: Run): unknown => {
      const info = infoOf(path, run);
      const args = argumentsFor(run.variableValues);
      const value: unknown = ask(source, args, run.contextValue, info);
      if (path.prev === undefined) keepAnswer(run.contextValue, key, value);
      const told = (one: unknown): unknown => complete(one, path, run, () => info);
      return isPromise(value) ? value.then(told) : told(value);
    };
    if (resolve)
      return (source, prev, run) =>
        call(resolve, source, { prev, key, typename: parentType.name }, run);
    return (source, prev, run) => {
      const path = { prev, key, typename: parentType.name };
      if (!hasProperties(source)) return complete(undefined, path, run, () => infoOf(path, run));
      const value = source[name];
      if (typeof value === 'function')
        return call(
          (_, args, context, info) => (value as Method).call(source, args, context, info),
          source,
          path,
          run,
        );
      const told = (one: unknown): unknown => complete(one, path, run, () => infoOf(path, run));
      return isPromise(value) ? value.then(told) : told(value);
    };
  }

  private complete(type: GraphQLOutputType, nodes: readonly FieldNode[]): Complete {
    if (isNonNullType(type)) {
      const complete = this.complete(type.ofType, nodes);
      return (value, path, run, info) => {
        const told = complete(value, path, run, info);
        return isPromise(told) ? told.then(present) : present(told);
      };
    }
    const complete = this.completeValue(type, nodes);
    return (value, path, run, info) => {
      if (value instanceof Error) throw value;
      return value === null || value === undefined ? null : complete(value, path, run, info);
    };
  }

  private completeValue(type: GraphQLOutputType, nodes: readonly FieldNode[]): Complete {
    if (isListType(type)) return completeList(this.complete(type.ofType, nodes));
    if (isLeafType(type)) return completeLeaf(type);
    if (isAbstractType(type)) return this.abstract(type, nodes);
    if (isObjectType(type)) return this.object(type, nodes);
    throw new HasErrors();
  }

  private object(type: GraphQLObjectType, nodes: readonly FieldNode[]): Complete {
    const fields = this.fieldsLater(type, nodes);
    const { isTypeOf } = type;
    if (!isTypeOf) return (value, path, run) => fields(value, path, run);
    return (value, path, run, info) => {
      const told = (is: boolean): unknown => (is ? fields(value, path, run) : fail());
      const is = isTypeOf(value, run.contextValue, info());
      return isPromise(is) ? is.then(told) : told(is);
    };
  }

  private abstract(type: GraphQLAbstractType, nodes: readonly FieldNode[]): Complete {
    const known = new Map<string, Complete>();
    const resolveType = type.resolveType ?? defaultTypeResolver;
    const completeFor = (name: unknown): Complete => {
      const found = known.get(name as string) ?? this.object(this.possibleType(type, name), nodes);
      known.set(name as string, found);
      return found;
    };
    return (value, path, run, info) => {
      const told = (name: unknown): unknown => completeFor(name)(value, path, run, info);
      const name: unknown = resolveType(value, run.contextValue, info(), type);
      return isPromise(name) ? name.then(told) : told(name);
    };
  }

  private possibleType(of: GraphQLAbstractType, name: unknown): GraphQLObjectType {
    const type = typeof name === 'string' ? this.of.schema.getType(name) : undefined;
    return isObjectType(type) && this.of.schema.isSubType(of, type) ? type : fail();
  }

  /** Worked out when it is first come to: most types of an interface never are. */
  private fieldsLater(type: GraphQLObjectType, nodes: readonly FieldNode[]): Fields {
    const { schema, fragments } = this.of;
    let fields: Fields | undefined;
    return (source, path, run) => {
      fields ??= this.fields(type, collectSubfields(schema, fragments, this.included, type, nodes));
      return fields(source, path, run);
    };
  }
}

type Arguments = (variables: Record<string, unknown>) => Record<string, unknown>;

/** What a resolver is given of its own each time: worked out once where that is plain values which no variable decides. */
function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Arguments {
  if (field.args.length === 0) return () => ({});
  const isPlain = node.arguments?.every(({ value: { kind } }) => plainKinds.has(kind)) ?? true;
  const hasPlainDefaults = field.args.every(
    ({ defaultValue }) => Object(defaultValue) !== defaultValue,
  );
  if (!isPlain || !hasPlainDefaults)
    return (variables) => getArgumentValues(field, node, variables);
  const values = getArgumentValues(field, node, {});
  return () => ({ ...values });
}

const plainKinds: ReadonlySet<Kind> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.BOOLEAN,
  Kind.ENUM,
  Kind.NULL,
]);

type Method = (...args: unknown[]) => unknown;

const fail = (): never => {
  throw new HasErrors();
};

const present = (value: unknown): unknown => value ?? fail();

const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof (value as Partial<Promise<unknown>> | null | undefined)?.then === 'function';

const hasProperties = (value: unknown): value is Record<string, unknown> =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

function answerFields(
  fields: readonly [string, FieldOf][],
  source: unknown,
  path: Path | undefined,
  run: Run,
): unknown {
  const data: Data = {};
  const later: Promise<void>[] = [];
  try {
    for (const [key, field] of fields) {
      const told = field(source, path, run);
      data[key] = told;
      if (isPromise(told)) later.push(told.then((value) => void (data[key] = value)));
    }
  } catch (error) {
    // Nobody waits for the others any more.
    for (const one of later) one.catch(() => undefined);
    throw error;
  }
  return later.length === 0 ? data : Promise.all(later).then(() => data);
}

function completeList(complete: Complete): Complete {
  return (values, path, run, info) => {
    if (typeof values !== 'object' || values === null || !(Symbol.iterator in values))
      return fail();
    const told: unknown[] = [];
    let isLater = false;
    try {
      for (const value of values as Iterable<unknown>) {
        const at: Path = { prev: path, key: told.length, typename: undefined };
        const one = isPromise(value)
          ? value.then((known) => complete(known, at, run, info))
          : complete(value, at, run, info);
        isLater ||= isPromise(one);
        told.push(one);
      }
    } catch (error) {
      for (const one of told) if (isPromise(one)) one.catch(() => undefined);
      throw error;
    }
    return isLater ? Promise.all(told) : told;
  };
}

const completeLeaf =
  (type: GraphQLLeafType): Complete =>
  (value) =>
    present(type.serialize(value));
