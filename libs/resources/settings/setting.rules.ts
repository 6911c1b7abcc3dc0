import type { z } from 'zod';
import type { IgnoredField } from '../fields/ignored-field.rules.js';
import type { ResourceBody } from '../answers/resource-body.js';

/** What a row of a kind's table says of a setting, beside what kind of value it is. */
export interface Row<Asked> {
  /** What an input and an older row mean that do not say it. Absent: it has to be said. */
  default?: Asked;
  /** The end of "vmSize cannot be changed …", with what to do instead. Absent: an update can change it. */
  fixed?: string;
  /** True where a change that we did not make goes into the audit trail. */
  drift?: boolean;
  /** True where a null leaves it to Azure: whatever Azure has is as asked. */
  nullIsAny?: boolean;
  /** True where every change sends it, whatever the change is about. */
  resent?: boolean;
  /** The field of `observed` that tells it, where that has another name; null: none tells all of it. */
  observedAs?: string | null;
  /** Its name in a difference, where that is another one. */
  differsAs?: string;
}

/** A kind of value that Azure keeps to itself: it is shown as it was asked for. */
export interface AskedValue<Asked = unknown, Shown = unknown> {
  /** As `resource.desired` keeps it. */
  asked: z.ZodType<Asked>;
  /** Stands in where nobody knows what was asked for; a default goes before it. */
  unknown: Asked;
  /** What a PUT says, by paths of ARM; undefined takes away what stands there. */
  sent?(asked: Asked): Readonly<Record<string, unknown>> | null;
  /** What pages show (ADR 0022). `found` undefined: Azure was not asked yet. */
  shown(asked: Asked, found?: unknown): Shown;
  /** Equal for values that are the same to Azure. */
  form(value: Asked): unknown;
  /** How Azure has it otherwise than asked, where more than its own field tells that. */
  differencesIn?(desired: object, observed: object): IgnoredField[];
}

/** A kind of value that Azure tells. */
export interface Value<Asked = unknown, Found = unknown, Shown = unknown> extends AskedValue<
  Asked,
  Shown
> {
  /** As `resource.observed` keeps it. */
  found: z.ZodType<Found>;
  /** What an answer of ARM says. Never throws. */
  observe(body: ResourceBody): Found;
  /** Where `observed` tells it by more than the field of its name. */
  foundIn?(observed: object): Found;
  shown(asked: Asked, found: Found | undefined): Shown;
  form(value: Asked | Found): unknown;
  /** How Azure has it otherwise than asked, by names that begin with `name`. */
  differences(name: string, asked: Asked, found: Found): IgnoredField[];
  /** What of it counts as drift, as the audit trail tells it; absent: all of it, compared by its form. */
  told?(found: Found): unknown;
  /** What Azure has, as it would have been asked for. */
  adopted(found: Found): Asked;
  /** What was asked for, as Azure would tell it. */
  expected(asked: Asked): Found;
}

export type AskedSetting = AskedValue & Row<unknown>;
export type Setting = Value & Row<unknown>;

/** A kind's settings by their names in `desired`, in the order in which differences are told. */
export type Settings = Readonly<Record<string, AskedSetting | Setting>>;

/** A resource's `desired` or `observed`, by the names of settings. */
export type Fields = Readonly<Record<string, unknown>>;

export const isTold = (setting: AskedSetting | Setting): setting is Setting => 'found' in setting;

/** A row of a table: a kind of value, and what is said of it. */
export const setting = <Asked, V extends { asked: z.ZodType<Asked> }, R extends Row<Asked>>(
  value: V & { asked: z.ZodType<Asked> },
  row: R,
): V & R => ({ ...value, ...row });

/** A value that Azure keeps to itself. */
export const askedAlone = <Asked>(
  asked: z.ZodType<Asked>,
  unknown: Asked,
): AskedValue<Asked, Asked> => ({
  asked,
  unknown,
  shown: (value) => value,
  form: (value) => value,
});

export type AskedOf<T extends Settings> = { [Name in keyof T]: z.output<T[Name]['asked']> };
export type ShownOf<T extends Settings> = { [Name in keyof T]: ReturnType<T[Name]['shown']> };
export type FoundShape<T extends Settings> = {
  [Name in keyof T as T[Name] extends { found: z.ZodType } ? Name : never]: T[Name] extends {
    found: z.ZodType;
  }
    ? T[Name]['found']
    : never;
};
export type FoundOf<T extends Settings> = z.output<z.ZodObject<FoundShape<T>>>;
