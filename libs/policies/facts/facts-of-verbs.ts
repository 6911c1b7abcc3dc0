import { kinds } from '#libs/kinds';
import { desiredSchema } from '#libs/resources';
import type { AnyVerb } from '#libs/verbs';
import { eitherFields, isFields, type FactFields, type FactType } from './fact-type.js';
import { typeOfSchema } from './type-of-schema.js';

/** RequestFacts that are the same whatever is asked for. */
const always: Readonly<Record<string, FactType>> = {
  verb: 'string',
  changes: { listOf: { fields: { path: 'string', before: 'dyn', after: 'dyn' } } },
  team: {
    fields: {
      name: 'string',
      costCenter: 'string',
      tags: 'tags',
      hourlyCost: 'double',
      hourlyCostAfter: 'double',
      vCpus: 'int',
      vCpusAfter: 'int',
      computes: 'int',
      computesAfter: 'int',
    },
  },
  actor: {
    fields: { name: 'string', kind: 'string', roles: { listOf: 'string' }, channel: 'string' },
  },
  workspace: {
    fields: { name: 'string', armId: 'string', resourceGroup: 'string', subscriptionId: 'string' },
  },
  estimate: {
    fields: {
      hourlyFloor: 'double',
      hourlyCeiling: 'double',
      monthlyExpected: 'double',
      currency: 'string',
    },
  },
  quota: { fields: { fits: 'bool' } },
  now: 'timestamp',
};

/** Of what was asked for, these say nothing of what it is. */
const unsaid = ['idempotencyKey', 'ifMatch'];

const nothing: FactFields = { fields: {} };

/** What a policy for these verbs may read: of `input`, `before` and `after` what any of them has. */
export function factsOfVerbs(verbs: readonly AnyVerb[]): FactFields {
  const standing = standingOf(verbs);
  const input = verbs.map(inputOf).reduce(eitherFields, nothing);
  return { fields: { ...always, input, before: standing, after: standing } };
}

function inputOf({ input }: AnyVerb): FactFields {
  const type = typeOfSchema(input);
  const fields = isFields(type) ? Object.entries(type.fields) : [];
  return { fields: Object.fromEntries(fields.filter(([name]) => !unsaid.includes(name))) };
}

/** What stands: the settings of the kinds that the verbs are about. */
function standingOf(verbs: readonly AnyVerb[]): FactFields {
  const own = kinds.all.filter((kind) => kind.verbs.some(({ name }) => isOneOf(verbs, name)));
  const isOfAny = verbs.some(({ name }) => !own.some((kind) => isOneOf(kind.verbs, name)));
  const types = (isOfAny ? kinds.all : own).map(({ settings }) =>
    typeOfSchema(desiredSchema(settings)),
  );
  return types.filter(isFields).reduce(eitherFields, {
    fields: { name: 'string', location: 'string', costTags: 'tags' },
  });
}

const isOneOf = (verbs: readonly { name: string }[], name: string): boolean =>
  verbs.some((verb) => verb.name === name);
