import { z } from 'zod';
import { armIdSchema, normaliseLocation } from '#libs/kernel';
import { differing, idForm, withoutCase } from '../fields/ignored-field.rules.js';
import { shownValue, textForm } from '../fields/shown-value.rules.js';
import { setting, type Value } from './setting.rules.js';
import { same, textOf, valueAt } from './value-at.js';

const nullableText = { asked: z.string().nullable(), unknown: null, read: textOf };

const optional = (
  path: string,
  asked: z.ZodType<string | null>,
  form: (value: string | null) => unknown,
) =>
  setting(
    valueAt<string | null>(path, { ...nullableText, asked, found: nullableText.asked, form }),
    { default: null },
  );

/** A text that need not be there; none is the empty one. */
export const optionalText = (path: string) => ({
  ...optional(path, nullableText.asked, textForm),
  differences: (field: string, asked: string | null, found: string | null) =>
    differing(field, textForm(asked), textForm(found)),
});

/** A name that need not be there, and that compares by its letters. */
export const plainName = (path: string) => valueAt<string | null>(path, nullableText);
export const optionalName = (path: string) => setting(plainName(path), { default: null });

export const optionalArmId = (path: string) => optional(path, armIdSchema.nullable(), idForm);

/** An id that has to be said. */
export const armIdAt = (path: string): Value<string, string | null, string> => ({
  ...valueAt<string | null>(path, { ...nullableText, form: idForm }),
  asked: armIdSchema,
  unknown: '',
  shown: (asked, found) => shownValue(asked, found ?? asked, idForm),
  adopted: (found) => found ?? '',
  expected: (asked) => asked || null,
});

const always = (path: string, form: (value: string) => unknown) =>
  valueAt(path, {
    asked: z.string(),
    unknown: '',
    read: (value) => textOf(value) ?? '',
    form,
    always: true,
  });

/** A name in whatever case, e.g. a VM size. */
export const caselessAt = (path: string) => always(path, withoutCase);

/** A region, by whatever name of it. */
export const regionAt = (path: string) => always(path, normaliseLocation);

/** A text that Azure need not tell: `unsaid` is what it has then. */
export const saidText = (
  path: string,
  unsaid: string,
  form: (value: string) => unknown = same,
): Value<string, string | null, string> => ({
  ...valueAt<string | null>(path, nullableText),
  asked: z.string(),
  unknown: unsaid,
  form: (value) => form(value ?? unsaid),
  differences: (field, asked, found) => differing(field, asked, found ?? unsaid, form),
  shown: (asked, found) =>
    found === undefined || found === '' ? asked : shownValue(asked, found ?? unsaid, form),
  adopted: (found) => found ?? unsaid,
  expected: same,
});

/** A text that compares by its letters; `unsaid` is what Azure means where it writes none. */
export const textAt = (path: string, unsaid: string) =>
  valueAt(path, { asked: z.string(), unknown: unsaid, read: (value) => textOf(value) ?? unsaid });
