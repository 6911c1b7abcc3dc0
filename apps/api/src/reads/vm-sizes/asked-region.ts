import { err, normaliseLocation, ok, type Result } from '#libs/kernel';
import type { ReadRefusal } from '#libs/verbs';

/** A region in the form that regions compare by; refuses what cannot be one, at the field that says it. */
export function askedRegion(
  location: string,
  field: readonly string[] = ['location'],
): Result<string, readonly ReadRefusal[]> {
  const region = normaliseLocation(location);
  if (/^[a-z0-9]{1,60}$/.test(region)) return ok(region);
  const message = `'${location}' is not an Azure region such as westeurope.`;
  return err([{ code: 'INVALID_INPUT', message, field }]);
}
