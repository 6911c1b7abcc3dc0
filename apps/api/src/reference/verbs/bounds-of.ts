import { z } from 'zod';

/** What of a JSON Schema bounds a value; zod writes a value that may be null as one of two. */
interface Bounds {
  anyOf?: Bounds[];
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
}

const largest = 2 ** 31 - 1;

/** What a field of this type takes beyond its type, as a sentence; empty where that is anything. */
export function boundsOf(schema: z.ZodType, type: string): string {
  const whole = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Bounds;
  const of = whole.anyOf?.[0] ?? whole;
  const said = [
    rangeOf(of.minLength, of.maxLength, ' characters'),
    rangeOf(of.minItems, of.maxItems, ' entries'),
    rangeOf(lower(of.minimum), upper(of.maximum), ''),
    // Scalars have a form of their own.
    of.pattern !== undefined && type === 'String' ? `Matches \`${of.pattern}\`.` : '',
  ];
  return said.filter((text) => text !== '').join(' ');
}

/** The bounds that every integer of GraphQL has say nothing. */
const lower = (least?: number) => (least === undefined || least < -largest ? undefined : least);
const upper = (most?: number) => (most === undefined || most >= largest ? undefined : most);

const number = (value: number): string => value.toLocaleString('en-US');

function rangeOf(least: number | undefined, most: number | undefined, of: string): string {
  if (least !== undefined && most !== undefined) return `${number(least)} to ${number(most)}${of}.`;
  if (most !== undefined) return `At most ${number(most)}${of}.`;
  return least === undefined ? '' : `At least ${number(least)}${of}.`;
}
