import { z } from 'zod';
import { objectAt, type IgnoredField, type Value } from '#libs/resources';
import { readInstanceTypes } from './instance-type.body.js';
import { sameInstanceType } from './instance-type.rules.js';
import {
  azureDefaultInstanceType,
  instanceTypeSchema,
  observedInstanceTypeSchema,
  type InstanceType,
} from './instance-type.schema.js';

type Types = readonly InstanceType[];

/** What jobs can name; none asked for: Azure's own default. Amounts compare by what they are worth. */
export const instanceTypesValue: Value<InstanceType[], InstanceType[], InstanceType[]> = {
  asked: z.array(instanceTypeSchema),
  found: z.array(observedInstanceTypeSchema),
  unknown: [],
  observe: (body) => readInstanceTypes(objectAt(body, 'properties', 'properties')['instanceTypes']),
  form: (types) => types,
  differences: (field, asked, found) => [
    ...asked.flatMap((type) => differingType(`${field}.${type.name}`, type, found)),
    ...unasked(asked, found).map((type) => ({
      field: `${field}.${type.name}`,
      asked: null,
      found: type,
    })),
  ],
  shown: (asked, found = asked) =>
    found.length > 0 ? shownTypes(asked, found) : [azureDefaultInstanceType],
  adopted: (found) => found,
  expected: (asked) => asked,
};

/** Types that Azure has beside those that were asked for; its own default is always there. */
const unasked = (asked: Types, found: Types): InstanceType[] =>
  found.filter(
    ({ name }) =>
      asked.length > 0 &&
      name !== azureDefaultInstanceType.name &&
      asked.every((type) => type.name !== name),
  );

function differingType(field: string, asked: InstanceType, all: Types): IgnoredField[] {
  const found = all.find(({ name }) => name === asked.name);
  return found && sameInstanceType(asked, found) ? [] : [{ field, asked, found: found ?? null }];
}

/** Those that were asked for first, in their order: ARM's map has none. */
export function shownTypes(asked: Types, found: Types): InstanceType[] {
  const rank = ({ name }: InstanceType): number =>
    asked.findIndex((one) => one.name === name) + 1 || asked.length + 1;
  const shown = (type: InstanceType): InstanceType =>
    asked.find((one) => one.name === type.name && sameInstanceType(one, type)) ?? type;
  return [...found].sort((a, b) => rank(a) - rank(b)).map(shown);
}
