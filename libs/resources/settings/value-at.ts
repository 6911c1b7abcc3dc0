import type { z } from 'zod';
import { differing } from '../fields/ignored-field.rules.js';
import { objectAt } from '../answers/resource-body.js';
import { shownValue } from '../fields/shown-value.rules.js';
import type { Value } from './setting.rules.js';

interface ValueKind<T> {
  asked: z.ZodType<T>;
  /** Where `observed` takes more than can be asked for. */
  found?: z.ZodType<T>;
  unknown: T;
  /** What ARM's value says, whatever it is. */
  read(value: unknown): T;
  /** As ARM takes it, where that is another word; undefined: not said. */
  write?(value: T): unknown;
  form?(value: T): unknown;
  /** True for a text that Azure always has once it has the thing: where it says none, it is shown as asked. */
  always?: boolean;
}

export const same = <T>(value: T): T => value;

/** A text of an answer; null where ARM wrote none. */
export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A value that stands at one path of ARM's bodies, e.g. `properties.properties.vmSize`. */
export const valueAt = <T>(path: string, of: ValueKind<T>): Value<T, T, T> => {
  const { asked, found = asked, unknown, read, write = (value) => value ?? undefined } = of;
  const { form = same, always } = of;
  const [name = '', ...above] = path.split('.').toReversed();
  return {
    asked,
    found,
    unknown,
    form,
    sent: (value) => ({ [path]: write(value) }),
    observe: (body) => read(objectAt(body, ...above.toReversed())[name]),
    differences: (field, one, other) => differing(field, one, other, form),
    shown: (one, other) => {
      if (other === undefined || (always && other === '')) return one;
      return shownValue(one, other, form);
    },
    adopted: same,
    expected: same,
  };
};
