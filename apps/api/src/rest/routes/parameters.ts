import type { JsonSchema } from '../../channels/answer-schema.js';
import { isRead } from '../../channels/fixed-document.js';
import { inputSchema } from '../../channels/input-schema.js';
import type { Route } from './route.js';

/** A field of the input that stands in the query of an address. */
export interface QueryParameter {
  /** As the address has it; an object's fields are `name[field]`. */
  name: string;
  /** Where it stands in the input. */
  path: readonly string[];
  /** `objects`: a list whose entries are written as JSON. */
  kind: 'text' | 'integer' | 'boolean' | 'list' | 'objects';
  isRequired: boolean;
  schema: JsonSchema;
}

/** What a route takes, by where it stands in a request. */
export interface RouteInput {
  query: readonly QueryParameter[];
  /** Undefined where the route takes no body. */
  body: JsonSchema | undefined;
  takesKey: boolean;
  takesIfMatch: boolean;
}

/** How many a page has where nothing is said of it. */
export const usualPage = 50;

const headers = ['idempotencyKey', 'ifMatch'];

interface ObjectSchema {
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
}

/** What a route takes: reads and DELETE all in the query, everything else in the body, but for its id and headers. */
export function inputOf(route: Route): RouteInput {
  const made = known.get(route) ?? makeInput(route);
  known.set(route, made);
  return made;
}

const known = new WeakMap<Route, RouteInput>();

function makeInput({ definition, method, idFields }: Route): RouteInput {
  const whole = inputSchema(definition) as ObjectSchema;
  const out = new Set([...idFields, ...headers]);
  const rest = without(whole, out);
  const inQuery = isRead(definition) || method === 'DELETE';
  const hasBody = !inQuery && Object.keys(rest.properties ?? {}).length > 0;
  const takes = (name: string): boolean => whole.properties?.[name] !== undefined;
  return {
    query: inQuery ? parametersOf(rest, []) : [],
    body: hasBody ? bodySchema(rest, definition.example, out) : undefined,
    takesKey: takes('idempotencyKey'),
    takesIfMatch: takes('ifMatch'),
  };
}

function without(schema: ObjectSchema, out: ReadonlySet<string>): ObjectSchema {
  const properties = Object.entries(schema.properties ?? {}).filter(([name]) => !out.has(name));
  const required = (schema.required ?? []).filter((name) => !out.has(name));
  return { ...schema, properties: Object.fromEntries(properties), required };
}

function bodySchema(schema: ObjectSchema, example: object, out: ReadonlySet<string>): JsonSchema {
  const { required = [], ...rest } = schema;
  const shown = Object.entries(example).filter(([name]) => !out.has(name));
  const examples = [Object.fromEntries(shown)];
  return { ...rest, ...(required.length > 0 && { required }), examples };
}

/** The fields of a filter, and of an input that is one object, stand beside the others, under their own names. */
function parametersOf(schema: ObjectSchema, path: readonly string[]): QueryParameter[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, given]) => {
    const field = withoutNull(given);
    if (name === 'filter' || name === 'input') return parametersOf(field, [name]);
    if (field['type'] === 'object') return partsOf(name, field, path);
    const isRequired = schema.required?.includes(name) ?? false;
    const kind = kindOf(field);
    return [{ name, path: [...path, name], kind, isRequired, schema: shownAs(name, kind, field) }];
  });
}

function shownAs(name: string, kind: QueryParameter['kind'], field: JsonSchema): JsonSchema {
  if (kind === 'objects') return { ...field, items: asJson(field['items'] as JsonSchema) };
  return name === 'first' ? { ...field, default: usualPage } : field;
}

/** A text that is JSON of this schema, as JSON Schema says it. */
const asJson = (contentSchema: JsonSchema): JsonSchema => ({
  type: 'string',
  contentMediaType: 'application/json',
  contentSchema,
});

/** Each field of an object is a parameter of its own. */
const partsOf = (name: string, field: ObjectSchema, path: readonly string[]): QueryParameter[] =>
  parametersOf(field, [...path, name]).map((part) => ({
    ...part,
    name: `${name}[${part.name}]`,
    isRequired: false,
  }));

/** An address has no null: what may be null is left out. */
function withoutNull({ anyOf, ...rest }: JsonSchema): JsonSchema {
  const { type } = rest;
  if (Array.isArray(type)) return { ...rest, type: type.find((one) => one !== 'null') as string };
  const [only] = Array.isArray(anyOf) ? (anyOf as JsonSchema[]) : [];
  return only ? { ...only, ...rest } : rest;
}

function kindOf({ type, items }: JsonSchema): QueryParameter['kind'] {
  if (type === 'integer' || type === 'boolean') return type;
  if (type !== 'array') return 'text';
  return (items as JsonSchema)['type'] === 'object' ? 'objects' : 'list';
}
