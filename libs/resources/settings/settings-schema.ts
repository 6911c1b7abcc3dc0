import { z } from 'zod';
import { isTold, type FoundShape, type Settings } from './setting.rules.js';

type AskedShape<T extends Settings> = { [Name in keyof T]: T[Name]['asked'] };

/** `resource.desired` of a kind: what was asked for, complete. What an older row does not say has its default. */
export const desiredSchema = <T extends Settings>(settings: T): z.ZodObject<AskedShape<T>> =>
  z.object(
    Object.fromEntries(
      Object.entries(settings).map(([name, { asked, default: unsaid }]) => [
        name,
        unsaid === undefined ? asked : asked.default(unsaid),
      ]),
    ),
  ) as z.ZodObject<AskedShape<T>>;

/** `resource.observed` of a kind: its settings as ARM last answered, and `more` that it answers. */
export const observedSchema = <T extends Settings, More extends z.ZodRawShape>(
  settings: T,
  more: More,
): z.ZodObject<FoundShape<T> & More> =>
  z.object({ ...foundShape(settings), ...more }) as z.ZodObject<FoundShape<T> & More>;

export const foundShape = (settings: Settings): Record<string, z.ZodType> =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, one]) => (isTold(one) ? [[name, one.found]] : [])),
  );
