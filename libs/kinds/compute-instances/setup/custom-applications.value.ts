import { z } from 'zod';
import { objectAt, type Value } from '#libs/resources';
import { customApplicationBody } from './custom-application.body.js';
import { customApplicationSchema, type CustomApplication } from './custom-application.schema.js';

const named = z
  .array(z.object({ name: z.string() }))
  .nullish()
  .catch(null);

/**
 * Containers of its own. ARM tells their names, and not what they are made of; those that were asked for must be there,
 * and what else there is has been added outside Armature, or found (ADR 0013).
 */
export const customApplications: Value<CustomApplication[], string[], CustomApplication[]> = {
  asked: z.array(customApplicationSchema),
  found: z.array(z.string()),
  unknown: [],
  sent: (all) =>
    all.length === 0
      ? {}
      : { 'properties.properties.customServices': all.map(customApplicationBody) },
  observe: (body) => {
    const { customServices } = objectAt(body, 'properties', 'properties');
    return (named.parse(customServices) ?? []).map(({ name }) => name);
  },
  form: (all) => all,
  differences: (field, all, found) => {
    const asked = all.map(({ name }) => name);
    return asked.every((name) => found.includes(name)) ? [] : [{ field, asked, found }];
  },
  shown: (asked, found) => (found ? asked.filter(({ name }) => found.includes(name)) : asked),
  adopted: () => [],
  expected: (asked) => asked.map(({ name }) => name),
};
