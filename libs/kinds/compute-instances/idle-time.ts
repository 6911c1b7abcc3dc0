import { z } from 'zod';
import { tellsLaterSettings } from '#libs/arm-versions';
import { durationSchema, durationSeconds, isoDuration } from '#libs/kernel';
import { differing, durationForm, objectAt, shownValue, type Value } from '#libs/resources';

type IdleTime = string | null;
const path = 'properties.properties.idleTimeBeforeShutdown';

const formOf = (duration: IdleTime | undefined): unknown => duration && durationForm(duration);

/** `PT30M`, as Microsoft's example writes it; seconds where they are no whole minutes. */
export function armMinutes(duration: string): string {
  const seconds = durationSeconds(duration) ?? 0;
  return seconds % 60 === 0 ? `PT${seconds / 60}M` : isoDuration(seconds);
}

/** How long it may be idle before it stops. Null: it never stops by itself; not found: the api-version that it was read at does not tell. */
export const idleTime = {
  asked: durationSchema.nullable(),
  found: z.string().nullable().optional(),
  unknown: null,
  sent: (duration) => ({ [path]: duration === null ? undefined : armMinutes(duration) }),
  observe: (body) => {
    const { idleTimeBeforeShutdown: found } = objectAt(body, 'properties', 'properties');
    if (typeof found === 'string' && found !== '') return found;
    const { apiVersion } = body;
    return tellsLaterSettings(typeof apiVersion === 'string' ? apiVersion : undefined)
      ? null
      : undefined;
  },
  form: formOf,
  differences: (field, asked, found) =>
    differing<IdleTime | undefined>(field, asked, found, formOf),
  shown: (asked, found) => (found === undefined ? asked : shownValue(asked, found, formOf)),
  adopted: (found) => found ?? null,
  expected: () => undefined,
} satisfies Value<IdleTime, IdleTime | undefined, IdleTime>;
