import { registerEnumType } from '@nestjs/graphql';

/** By its name in GraphQL; Nest keeps its own list closed until it makes the schema. */
export const enums = new Map<string, object>();

/** A GraphQL enum whose values are their own names, each with its description. */
export function describedEnum<K extends string>(
  name: string,
  description: string,
  values: Record<K, string>,
): { [N in K]: N } {
  const names = Object.keys(values) as K[];
  const type = Object.fromEntries(names.map((value) => [value, value])) as { [N in K]: N };
  const valuesMap = Object.fromEntries(
    names.map((value) => [value, { description: values[value] }]),
  );
  registerEnumType(type, {
    name,
    description,
    valuesMap: valuesMap as { [N in K]: { description: string } },
  });
  enums.set(name, type);
  return type;
}
