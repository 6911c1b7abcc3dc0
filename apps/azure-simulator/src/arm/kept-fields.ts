import { z } from 'zod';
import { isObject, type Json } from '#libs/kernel';

/**
 * What of a request a schema does not name, at every level: fields of api-versions that the simulator does not play. Azure
 * keeps what it is sent (docs/azure-facts.md#computes). Undefined where there is nothing of it.
 */
export function beyond(schema: z.core.$ZodType, body: unknown): unknown {
  const inner = plain(schema);
  if (inner instanceof z.ZodArray && Array.isArray(body))
    return orNone(body.map((one: unknown) => beyond(inner.element, one) ?? null));
  if (!isObject(body)) return undefined;
  if (inner instanceof z.ZodObject) return beyondObject(inner, body);
  if (!(inner instanceof z.ZodRecord)) return undefined;
  return orNone(mapped(body, (one) => beyond(inner.valueType, one)));
}

/** A loose object keeps the fields that it does not name by itself. */
function beyondObject({ shape, def }: z.ZodObject, body: Json): unknown {
  const known = shape as Readonly<Record<string, z.core.$ZodType>>;
  return orNone(
    mapped(body, (one, name) => {
      const field = Object.hasOwn(known, name) ? known[name] : undefined;
      if (field) return beyond(field, one);
      return def.catchall === undefined ? one : undefined;
    }),
  );
}

const mapped = (body: Json, map: (value: unknown, name: string) => unknown): Json =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      const kept = map(value, name);
      return kept === undefined ? [] : [[name, kept]];
    }),
  );

const orNone = <T extends object>(kept: T): T | undefined =>
  Object.values(kept).some((one) => one !== null) ? kept : undefined;

/** Without what says that it may be absent, or what is made of it. */
function plain(schema: z.core.$ZodType): z.core.$ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault
  )
    return plain(schema.def.innerType);
  return schema instanceof z.ZodPipe ? plain(schema.def.in) : schema;
}

/** The answer with what was kept; what the simulator answers itself goes before it. */
export function withKept<T>(view: T, kept: unknown): T {
  if (Array.isArray(view) && Array.isArray(kept))
    return view.map((one: unknown, index) => withKept(one, kept[index])) as T;
  if (!isObject(view) || !isObject(kept)) return view;
  const told = Object.entries(view).map(([name, one]) => [name, withKept(one, kept[name])]);
  return { ...kept, ...Object.fromEntries(told) } as T;
}
