import {
  getNamedType,
  getNullableType,
  GraphQLNonNull,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { chance } from './toy-world.js';

export interface ToyDocument {
  text: string;
  variables: Record<string, unknown>;
}

/** A document drawn by its number; fields that are `wanted` (as `Type.field`) come first. */
export function toyDocument(
  schema: GraphQLSchema,
  number: number,
  wanted: (field: string) => boolean,
): ToyDocument {
  return new Writer(schema, number, wanted).write();
}

class Writer {
  private drawn = 0;
  private aliases = 0;
  private readonly fragments: string[] = [];
  private readonly declared: string[] = ['$yes: Boolean! = true', '$no: Boolean!'];
  private readonly variables: Record<string, unknown>;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly number: number,
    private readonly wanted: (field: string) => boolean,
  ) {
    this.variables = {
      no: this.draw(3) === 0,
      ...(this.draw(2) === 0 && { yes: this.draw(3) > 0 }),
    };
  }

  write(): ToyDocument {
    const fields = Object.values(this.schema.getQueryType()!.getFields());
    const roots = fields
      .filter(
        ({ name, type }) =>
          name.startsWith('sure_') || this.draw(8) === 0 || isLeafType(getNamedType(type)),
      )
      .toSorted((a, b) => Number(this.isWanted(b.type)) - Number(this.isWanted(a.type)));
    const first = this.draw(4) > 0 ? 0 : this.draw(roots.length);
    const chosen = [roots[first]!, fields[this.draw(fields.length)]!];
    const body = chosen.map((field) => this.field(field, 0)).join(' ');
    const used = this.declared.filter((one) => {
      const name = one.slice(0, one.indexOf(':'));
      return new RegExp(`\\${name}\\b`).test(`${body} ${this.fragments.join(' ')}`);
    });
    const head = used.length > 0 ? `query Toy(${used.join(', ')})` : 'query Toy';
    return { text: `${head} { ${body} } ${this.fragments.join(' ')}`, variables: this.variables };
  }

  private draw(many: number): number {
    return chance(`${this.number} ${this.drawn++}`) % many;
  }

  private isWanted(type: GraphQLOutputType): boolean {
    const named = getNamedType(type);
    return (
      isObjectType(named) &&
      Object.keys(named.getFields()).some((name) => this.wanted(`${named.name}.${name}`))
    );
  }

  private selection(type: GraphQLCompositeType, depth: number): string {
    const parts: string[] = [];
    if (this.draw(3) === 0) parts.push('__typename');
    if (!isUnionType(type)) {
      for (const field of this.chosen(type, depth)) parts.push(this.field(field, depth));
    }
    if (!isObjectType(type)) {
      for (const one of this.schema.getPossibleTypes(type))
        if (this.draw(2) === 0 || isUnionType(type))
          parts.push(`... on ${one.name}${this.directive()} ${this.selection(one, depth + 1)}`);
    } else if (this.draw(4) === 0) parts.push(this.fragment(type, depth));
    return parts.length === 0 ? '{ __typename }' : `{ ${parts.join(' ')} }`;
  }

  private chosen(type: Exclude<GraphQLCompositeType, { getTypes: unknown }>, depth: number) {
    const fields = Object.values(type.getFields()).filter(
      (field) => depth < 4 || isLeafType(getNamedType(field.type)),
    );
    const wanted = fields.filter(({ name }) => this.wanted(`${type.name}.${name}`)).slice(0, 6);
    const others = Array.from({ length: 3 }, () => fields[this.draw(Math.max(fields.length, 1))]);
    return [...new Set([...wanted, ...others])].filter((field) => field !== undefined);
  }

  private fragment(type: GraphQLCompositeType, depth: number): string {
    if (depth > 3) return '__typename';
    if (this.draw(2) === 0) return `...${this.directive()} ${this.selection(type, depth + 1)}`;
    // Its place first: within it others are made.
    this.fragments.push('');
    const at = this.fragments.length - 1;
    const named = `F${at}`;
    this.fragments[at] = `fragment ${named} on ${type.name} ${this.selection(type, depth + 1)}`;
    return `...${named} ...${named}${this.directive()}`;
  }

  private directive(): string {
    return [
      '',
      '',
      '',
      '',
      ' @skip(if: $no)',
      ' @include(if: $yes)',
      ' @include(if: true)',
      ' @skip(if: $no) @include(if: $yes)',
    ][this.draw(8)]!;
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const args = field.args.flatMap((arg) => this.argument(arg));
    // Under a name of its own, unless nothing can differ between two of it.
    const isPlain = args.length === 0 && isLeafType(getNamedType(field.type));
    const isFree = isPlain && this.draw(3) > 0 && this.isOneType(field);
    const alias = isFree ? '' : `a${this.number}_${this.aliases++}: `;
    const given = args.length > 0 ? `(${args.join(', ')})` : '';
    const named = getNamedType(field.type);
    const below = isLeafType(named)
      ? ''
      : ` ${this.selection(named as GraphQLCompositeType, depth + 1)}`;
    return `${alias}${field.name}${given}${this.directive()}${below}`;
  }

  /** Whether fields of that name are of one type everywhere: others may not stand beside each other. */
  private isOneType({ name, type }: GraphQLField<unknown, unknown>): boolean {
    return Object.values(this.schema.getTypeMap()).every((one) => {
      const other = isObjectType(one) ? one.getFields()[name] : undefined;
      return !other || String(other.type) === String(type);
    });
  }

  private argument({ name, type, defaultValue }: GraphQLArgument): string[] {
    const isNeeded = isNonNullType(type) && defaultValue === undefined;
    if (!isNeeded && this.draw(2) === 0) return [];
    if (this.draw(2) === 0) return [`${name}: ${this.literal(type, 0)}`];
    const variable = `v${this.declared.length}`;
    this.declared.push(`$${variable}: ${String(type)}`);
    if (isNeeded || this.draw(4) > 0) this.variables[variable] = this.value(type, 0);
    return [`${name}: $${variable}`];
  }

  /** As it is written in a document. */
  private literal(type: GraphQLInputType, depth: number): string {
    const written = (value: unknown, of: GraphQLInputType): string => {
      const nullable = getNullableType(of);
      if (value === null || value === undefined) return 'null';
      if (isListType(nullable))
        return `[${(value as unknown[]).map((one) => written(one, nullable.ofType)).join(', ')}]`;
      if (isInputObjectType(nullable))
        return `{ ${Object.entries(value)
          .map(([key, one]) => `${key}: ${written(one, nullable.getFields()[key]!.type)}`)
          .join(', ')} }`;
      return isEnumType(nullable) && typeof value === 'string' ? value : JSON.stringify(value);
    };
    return written(this.value(type, depth), type);
  }

  /** As it is sent in variables. */
  private value(type: GraphQLInputType, depth: number): unknown {
    if (!isNonNullType(type) && (depth > 2 || this.draw(6) === 0)) return null;
    const nullable = getNullableType(type);
    if (isListType(nullable))
      return Array.from({ length: this.draw(3) }, () => this.value(nullable.ofType, depth + 1));
    if (isEnumType(nullable))
      return nullable.getValues()[this.draw(nullable.getValues().length)]!.name;
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields());
      if (nullable.isOneOf) {
        const one = fields[this.draw(fields.length)]!;
        return { [one.name]: this.value(new GraphQLNonNull(getNullableType(one.type)), depth + 1) };
      }
      return Object.fromEntries(
        fields
          .filter(
            (field) =>
              (isNonNullType(field.type) && field.defaultValue === undefined) || this.draw(3) === 0,
          )
          .map((field) => [field.name, this.value(field.type, depth + 1)]),
      );
    }
    const { name } = nullable as { name: string };
    if (name === 'Int') return this.draw(1_000);
    if (name === 'Float') return this.draw(1_000) / 4;
    if (name === 'Boolean') return this.draw(2) === 0;
    return `s${this.draw(1_000)}`;
  }
}
