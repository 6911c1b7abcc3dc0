import type { z } from 'zod';
import { isObject } from '#libs/kernel';
import { readFields, type ReadFields } from './fields/read-fields.js';
import type { Resource } from './resource.js';

/** What a row keeps as JSON, and what stands in for it where that cannot be read. */
export type StoredRow = Pick<Resource, 'kind' | 'location' | 'desired' | 'observed'>;

/** A row as it could be read, complete. */
export interface ReadRow<Desired, Observed> {
  desired: Desired;
  /** Null before the first look. */
  observed: Observed | null;
  /** Fields that are there and cannot be read, e.g. `desired.scale`. */
  unreadable: string[];
  /**
   * Fields of `desired` that nobody knows: they cannot be read, and Azure does not tell them either. What stands in for
   * them is good for showing, and never for sending.
   */
  unknown: string[];
}

/** How a kind is read: its schemas, and what holds where one of the two says nothing that can be read. */
export interface RowReader<D extends z.ZodObject, O extends z.ZodObject> {
  desired: D;
  observed: O;
  /** Where it is not known what was asked for: what Azure has, else Azure's default. */
  asked(found: Partial<z.output<O>>, row: StoredRow): z.output<D>;
  /** Where Azure said nothing of it when it was last asked: what was asked for. */
  found(asked: z.output<D>, row: StoredRow): z.output<O>;
  /** What of Azure's answer tells a field of `desired`, where it has another name there; null: nothing does. */
  toldBy?: Partial<Record<keyof z.output<D>, keyof z.output<O> | null>>;
}

/** Reads a row as far as it goes. Never throws: one unreadable row is no reason to show none of the others. */
export function readRow<D extends z.ZodObject, O extends z.ZodObject>(
  reader: RowReader<D, O>,
  row: StoredRow,
): ReadRow<z.output<D>, z.output<O>> {
  const asked = readFields(reader.desired, row.desired);
  const found = readFields(reader.observed, row.observed);
  const desired = asked.isWhole
    ? (asked.fields as z.output<D>)
    : { ...reader.asked(found.fields, row), ...asked.fields };
  return {
    desired,
    observed: readObserved(reader, row, desired, found),
    unreadable: [
      ...named('desired', row.desired, asked),
      ...named('observed', row.observed, found),
    ],
    unknown: asked.isWhole ? [] : unknownFields(reader, row, asked, found),
  };
}

function readObserved<D extends z.ZodObject, O extends z.ZodObject>(
  reader: RowReader<D, O>,
  row: StoredRow,
  desired: z.output<D>,
  { fields, isWhole }: ReadFields<z.output<O>>,
): z.output<O> | null {
  if (isWhole) return fields as z.output<O>;
  return isObject(row.observed) ? { ...reader.found(desired, row), ...fields } : null;
}

const unknownFields = <D extends z.ZodObject, O extends z.ZodObject>(
  reader: RowReader<D, O>,
  row: StoredRow,
  asked: { fields: object },
  found: { fields: object },
): string[] =>
  Object.keys(reader.desired.shape).filter(
    (name) =>
      !(name in asked.fields) && !mayBeAbsent(reader, row, name) && !isTold(reader, found, name),
  );

/** An older row need not say it: then it has Azure's default. */
const mayBeAbsent = <D extends z.ZodObject>(
  { desired }: { desired: D },
  row: StoredRow,
  name: string,
): boolean =>
  isObject(row.desired) &&
  row.desired[name] === undefined &&
  (desired.shape[name] as z.ZodType).safeParse(undefined).success;

/** The row has a column for the location. */
const isTold = <D extends z.ZodObject, O extends z.ZodObject>(
  { toldBy }: RowReader<D, O>,
  found: { fields: object },
  name: string,
): boolean => {
  const teller = (toldBy as Record<string, string | null> | undefined)?.[name];
  return name === 'location' || (teller !== null && (teller ?? name) in found.fields);
};

/** The whole column if it holds no object. Null is fine: not observed yet. */
const named = (
  column: 'desired' | 'observed',
  stored: unknown,
  { unreadable }: { unreadable: readonly string[] },
): string[] =>
  isObject(stored) || (column === 'observed' && (stored === null || stored === undefined))
    ? unreadable.map((name) => `${column}.${name}`)
    : [column];
