import { isObject, type Json } from '#libs/kernel';

/**
 * The field of that name in any capitals: Azure's services write `code`, `Code` and `innererror`
 * (docs/azure-facts.md#shapes-of-error-bodies).
 */
export const at = (object: Json, name: string): unknown =>
  object[name] ??
  Object.entries(object).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

/** Text, where there is any. OData wraps a message in `{lang, value}`. */
export function textIn(value: unknown): string | undefined {
  if (isObject(value)) return textIn(at(value, 'value'));
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
