import { exampleId } from '#libs/verbs';
import type { AnswerSchemas, JsonSchema } from '../../channels/answer-schema.js';

const texts: Readonly<Record<string, string>> = {
  uuid: '01a1fc7c-8a11-7030-948c-59f566fb3cf5',
  'date-time': '2026-01-31T12:00:00.000Z',
};

/** A value that a schema of answers takes: what an answer looks like, where nothing is asked that could be shown. */
export function exampleAnswer(schema: JsonSchema, { named }: AnswerSchemas): unknown {
  const within = (inner: unknown): unknown =>
    exampleAnswer(inner as JsonSchema, { named } as AnswerSchemas);
  const { $ref, type, properties, items, format, anyOf } = schema;
  if (typeof $ref === 'string') return within(named.get($ref.split('/').at(-1) ?? ''));
  if (Array.isArray(anyOf)) return within(anyOf[0]);
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  if (type === 'array') return [within(items)];
  if (type === 'object') return exampleObject(Object(properties) as Properties, within);
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return 1;
  return Array.isArray(type) ? null : (texts[String(format)] ?? 'text');
}

type Properties = Readonly<Record<string, JsonSchema>>;

function exampleObject(
  { object, ...properties }: Properties,
  within: (schema: JsonSchema) => unknown,
): object {
  const values = Object.entries(properties).map(([name, one]) => [name, within(one)]);
  const what = object?.['const'];
  return {
    ...(what !== undefined && { object: what }),
    ...(Object.fromEntries(values) as object),
    ...(typeof what === 'string' && { id: exampleId(what) }),
  };
}
