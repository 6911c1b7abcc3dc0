import { nothing, refusal, together, type FieldPath, type Findings } from '../findings.rules.js';

/** For each field that cannot change: one form for values that Azure takes for the same. */
export type ImmutableForms<Shown, Field extends keyof Shown> = {
  readonly [Name in Field]: (value: NonNullable<Shown[Name]>) => unknown;
};

/** What a request says of them; null and absent: not asked for. */
export type AskedFields<Shown, Field extends keyof Shown> = {
  readonly [Name in Field]?: Shown[Name] | null | undefined;
};

/** IMMUTABLE_FIELD for each field that differs from what is shown (ADR 0022); naming what is shown is no change. `why` says what to do instead. */
export function checkImmutableFields<Shown, Field extends keyof Shown & string>(
  forms: ImmutableForms<Shown, Field>,
  asked: AskedFields<Shown, Field>,
  shown: Pick<Shown, Field>,
  why: (field: Field) => string,
  path: FieldPath = ['input'],
): Findings {
  const formed = <Name extends Field>(name: Name, value: Shown[Name] | null | undefined) =>
    value === null || value === undefined ? null : forms[name](value);
  const check = (name: Field): Findings => {
    const wanted = formed(name, asked[name]);
    if (wanted === null || wanted === formed(name, shown[name])) return nothing;
    return refusal('IMMUTABLE_FIELD', [...path, name], why(name));
  };
  return together(...(Object.keys(forms) as Field[]).map(check));
}
