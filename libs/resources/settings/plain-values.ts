import { z } from 'zod';
import { durationSchema, durationSeconds, isoDuration } from '#libs/kernel';
import { durationForm } from '../fields/ignored-field.rules.js';
import { setting } from './setting.rules.js';
import { textOf, valueAt } from './value-at.js';

/** A flag that has to be said; `unsaid` is what Azure means where it writes none. */
export const plainFlag = (path: string, unsaid: boolean) =>
  valueAt<boolean>(path, {
    asked: z.boolean(),
    unknown: unsaid,
    read: (value) => (typeof value === 'boolean' ? value : unsaid),
  });

export const flagAt = (path: string, unsaid: boolean) =>
  setting(plainFlag(path, unsaid), { default: unsaid });

export const countAt = (path: string) =>
  valueAt<number>(path, {
    asked: z.int32(),
    unknown: 0,
    read: (value) => (typeof value === 'number' ? value : 0),
  });

/** A duration of whole seconds; what Azure answers is kept in the form it came. */
export const durationAt = (path: string, unsaid: string) =>
  setting(
    valueAt(path, {
      asked: durationSchema,
      found: z.string(),
      unknown: unsaid,
      read: (value) => textOf(value) ?? unsaid,
      write: (value) => isoDuration(durationSeconds(value) ?? 0),
      form: durationForm,
    }),
    { default: unsaid },
  );

/** One of our words, each with ARM's; `unsaid` is meant where ARM says none of them. */
export function wordAt<Word extends string>(
  path: string,
  words: Readonly<Record<Word, string>>,
  unsaid: NoInfer<Word>,
) {
  const ours = Object.keys(words) as Word[];
  const read = (value: unknown): Word =>
    ours.find((word) => words[word].toLowerCase() === textOf(value)?.toLowerCase()) ?? unsaid;
  const write = (word: Word): string => words[word];
  const asked = z.enum(ours) as z.ZodType<Word>;
  return setting(valueAt<Word>(path, { asked, unknown: unsaid, read, write }), { default: unsaid });
}
