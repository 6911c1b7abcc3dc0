import type { z } from 'zod';
import { fieldsOf, shapeOf, valuesOf, type Shape } from '../../graphql/catalogue/shape-of.js';
import { gql } from '#libs/verbs';
import { markdownTable } from '../markdown-table.js';
import { boundsOf } from './bounds-of.js';

/** A type as clients write it, with a link to what it holds. */
function typeText({ kind, name, entry }: Shape): string {
  if (kind === 'list') return entry ? `list of ${typeText(entry)}` : '';
  return kind === 'scalar' ? `\`${name}\`` : `[\`${name}\`](#${name.toLowerCase()})`;
}

function ifAbsent({ nullable, otherwise }: Shape): string {
  if (otherwise !== undefined && otherwise !== null) return `\`${JSON.stringify(otherwise)}\``;
  return nullable ? '' : 'required';
}

const shapesOf = (schema: z.ZodType): [string, z.ZodType, Shape][] =>
  Object.entries(fieldsOf(schema)).map(([key, field]) => [
    key,
    field,
    shapeOf(field, key, 'input'),
  ]);

/** A table of the fields of an object. */
export function fieldTable(schema: z.ZodType): string {
  const isOneOf = gql.get(schema)?.oneOf === true;
  const rows = shapesOf(schema).map(([key, field, shape]) => [
    `\`${key}\``,
    typeText(shape),
    isOneOf ? '' : ifAbsent(shape),
    `${shape.description ?? ''} ${boundsOf(field, shape.name)}`.trim(),
  ]);
  return markdownTable(['field', 'type', 'if absent', 'what it is'], rows);
}

/** The objects and enums that these schemas hold at any depth, by name. */
export function typesIn(schemas: readonly z.ZodType[]): Map<string, Shape> {
  const found = new Map<string, Shape>();
  const add = (shape: Shape): void => {
    if (shape.entry) return add(shape.entry);
    if (shape.kind === 'scalar' || found.has(shape.name)) return;
    found.set(shape.name, shape);
    shapesOf(shape.root).forEach(([, , inner]) => add(inner));
  };
  schemas.flatMap(shapesOf).forEach(([, , shape]) => add(shape));
  return new Map([...found].toSorted(([left], [right]) => left.localeCompare(right)));
}

/** What an object holds, or which values an enum has. */
export function typeSection({ name, kind, root }: Shape): string {
  const { description, oneOf } = gql.get(root) ?? {};
  const said = [description, oneOf ? 'Exactly one of its fields is given.' : undefined];
  const head = [`### ${name}`, ...said.filter((text) => text !== undefined)];
  const body =
    kind === 'enum'
      ? `One of ${valuesOf(root)
          .map((value) => `\`${value}\``)
          .join(', ')}.`
      : fieldTable(root);
  return [...head, body].join('\n\n');
}
