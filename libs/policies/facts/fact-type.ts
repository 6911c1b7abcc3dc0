/** What a fact is, as conditions see it: CEL's types, of which whole numbers are `int` and broken ones `double`. */
export type FactType =
  | 'string'
  | 'int'
  | 'double'
  | 'bool'
  | 'duration'
  | 'timestamp'
  /** Texts by their names, which are the same in any case, as Azure has tags. */
  | 'tags'
  /** Anything. */
  | 'dyn'
  | { listOf: FactType }
  /** By texts. */
  | { mapOf: FactType }
  | FactFields;

/** RequestFacts by their names. */
export interface FactFields {
  fields: Readonly<Record<string, FactType>>;
}

export const isFields = (type: FactType): type is FactFields =>
  typeof type === 'object' && 'fields' in type;

/** What something is that is the one or the other: the fields of both, and anything where they contradict each other. */
export function eitherType(one: FactType, other: FactType): FactType {
  if (typeof one === 'string' || typeof other === 'string') return one === other ? one : 'dyn';
  if (isFields(one)) return isFields(other) ? eitherFields(one, other) : 'dyn';
  if ('listOf' in one)
    return 'listOf' in other ? { listOf: eitherType(one.listOf, other.listOf) } : 'dyn';
  return 'mapOf' in other ? { mapOf: eitherType(one.mapOf, other.mapOf) } : 'dyn';
}

/** The same for things with fields. */
export function eitherFields(one: FactFields, other: FactFields): FactFields {
  const fields: Record<string, FactType> = { ...one.fields };
  for (const [name, type] of Object.entries(other.fields)) {
    const known = fields[name];
    fields[name] = known === undefined ? type : eitherType(known, type);
  }
  return { fields };
}
