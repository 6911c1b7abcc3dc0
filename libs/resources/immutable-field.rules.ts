import { nothing, refusal, together, type FieldPath, type Findings } from './findings.rules.js';

/** For each field that cannot change: one form for values that Azure takes for the same. */
export type ImmutableForms<Desired, Field extends keyof Desired> = {
  readonly [Name in Field]: (value: NonNullable<Desired[Name]>) => unknown;
};

/** What a request says of them; null and absent: not asked for. */
export type AskedFields<Desired, Field extends keyof Desired> = {
  readonly [Name in Field]?: Desired[Name] | null | undefined;
};

/** IMMUTABLE_FIELD for each field that differs from what stands; naming what stands is no change. `why` says what to do instead. */
export function checkImmutableFields<Desired, Field extends keyof Desired & string>(
  forms: ImmutableForms<Desired, Field>,
  asked: AskedFields<Desired, Field>,
  standing: Pick<Desired, Field>,
  why: (field: Field) => string,
  path: FieldPath = ['input'],
): Findings {
  const formed = <Name extends Field>(name: Name, value: Desired[Name] | null | undefined) =>
    value === null || value === undefined ? null : forms[name](value);
  const check = (name: Field): Findings => {
    const wanted = formed(name, asked[name]);
    if (wanted === null || wanted === formed(name, standing[name])) return nothing;
    return refusal('IMMUTABLE_FIELD', [...path, name], why(name));
  };
  return together(...(Object.keys(forms) as Field[]).map(check));
}
