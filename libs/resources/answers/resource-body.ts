import { isObject, type Json } from '#libs/kernel';

/** A resource as ARM writes and reads it. */
export type ResourceBody = Json;

/** The object at the path of names; empty where there is none. */
export function objectAt(body: ResourceBody, ...path: string[]): ResourceBody {
  const inner = path.reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), body);
  return isObject(inner) ? inner : {};
}

/** Without the named fields and without those that are null: what of an answer can be sent back. */
export const writable = (body: ResourceBody, readOnly: readonly string[]): ResourceBody =>
  Object.fromEntries(
    Object.entries(body).filter(
      ([name, value]) => value !== null && value !== undefined && !readOnly.includes(name),
    ),
  );

/** The body over what stands: what of the objects there it does not name stays. */
export const laidOver = (standing: ResourceBody, body: ResourceBody): ResourceBody => ({
  ...standing,
  ...Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      const below = standing[name];
      return [name, isObject(below) && isObject(value) ? laidOver(below, value) : value];
    }),
  ),
});

/** Fields of every resource that ARM alone writes; `apiVersion` is the one that it was read at. */
export const readOnlyEnvelope = ['id', 'name', 'type', 'etag', 'systemData', 'apiVersion'] as const;

/** The same of the `properties` of every compute. */
export const readOnlyOfComputes = [
  'provisioningState',
  'provisioningErrors',
  'createdOn',
  'modifiedOn',
  'isAttachedCompute',
] as const;
