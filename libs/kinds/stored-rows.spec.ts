import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mutilate } from '../../test/support/mutilate.js';
import { settingOf } from '../../test/support/two-settings.js';
import {
  arcExtensionDesiredSchema,
  arcExtensionObservedSchema,
} from './arc-extensions/arc-extension.schema.js';
import { azureSubscriptionObservedSchema } from './azure-subscriptions/azure-subscription.schema.js';
import {
  computeClusterDesiredSchema,
  computeClusterObservedSchema,
} from './compute-clusters/compute-cluster.schema.js';
import {
  computeInstanceDesiredSchema,
  computeInstanceObservedSchema,
} from './compute-instances/compute-instance.schema.js';
import { connectedClusterObservedSchema } from './connected-clusters/connected-cluster.schema.js';
import {
  kubernetesDesiredSchema,
  kubernetesObservedSchema,
} from './kubernetes-computes/kubernetes-compute.schema.js';
import { kinds } from './kinds.js';
import {
  resourceGroupDesiredSchema,
  resourceGroupObservedSchema,
} from './resource-groups/resource-group.schema.js';
import { workspaceDesiredSchema, workspaceObservedSchema } from './workspaces/workspace.schema.js';

const schemas = {
  RESOURCE_GROUP: { desired: resourceGroupDesiredSchema, observed: resourceGroupObservedSchema },
  WORKSPACE: { desired: workspaceDesiredSchema, observed: workspaceObservedSchema },
  COMPUTE_CLUSTER: { desired: computeClusterDesiredSchema, observed: computeClusterObservedSchema },
  COMPUTE_INSTANCE: {
    desired: computeInstanceDesiredSchema,
    observed: computeInstanceObservedSchema,
  },
  KUBERNETES_COMPUTE: { desired: kubernetesDesiredSchema, observed: kubernetesObservedSchema },
  AZURE_SUBSCRIPTION: { desired: z.object({}), observed: azureSubscriptionObservedSchema },
  CONNECTED_CLUSTER: { desired: z.object({}), observed: connectedClusterObservedSchema },
  ARC_EXTENSION: { desired: arcExtensionDesiredSchema, observed: arcExtensionObservedSchema },
};
const kindsOfRows = Object.keys(schemas) as (keyof typeof schemas)[];

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

/** Every field of a schema, at any depth, e.g. `schedules.*.action`. */
function fieldsOf({ properties = {}, items, anyOf = [] }: JsonSchema): string[] {
  const below = Object.entries(properties).flatMap(([name, inner]) => [
    name,
    ...fieldsOf(inner).map((field) => `${name}.${field}`),
  ]);
  return [
    ...below,
    ...(items ? fieldsOf(items).map((field) => `*.${field}`) : []),
    ...anyOf.flatMap(fieldsOf),
  ];
}

/** Every field that a value has, by the same names. */
function fieldsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = Array.isArray(value) ? '*' : name;
    return [here, ...fieldsIn(inner).map((field) => `${here}.${field}`)];
  });
}

/** Fields that nothing was read for, nor anything stands in for. */
const missing = ({ shape }: z.ZodObject, read: object): string[] =>
  Object.entries(shape).flatMap(([name, schema]) =>
    (read as Record<string, unknown>)[name] === undefined && !(schema instanceof z.ZodOptional)
      ? [name]
      : [],
  );

describe('rows as they are stored', () => {
  it('are here of every kind', () => {
    expect(kindsOfRows.toSorted()).toEqual(kinds.all.map(({ kind }) => kind).toSorted());
  });

  it.each(kindsOfRows)('have in these tests every field of the schemas: %s', (kind) => {
    for (const side of ['desired', 'observed'] as const) {
      const schema = z.toJSONSchema(schemas[kind][side], { io: 'input', unrepresentable: 'any' });
      const had = [settingOf(kind, 'one')[side], settingOf(kind, 'two')[side]].flatMap(fieldsIn);
      const rest = fieldsOf(schema as JsonSchema).filter((field) => !had.includes(field));
      expect(rest, `${kind} ${side}`).toEqual([]);
    }
  });

  it.each(kindsOfRows)('are read whole whichever field is missing or wrong: %s', (kind) => {
    for (const stored of [
      ...mutilate(settingOf(kind, 'one')),
      ...mutilate(settingOf(kind, 'two')),
    ]) {
      const { desired, observed } = kinds.read({ kind, location: 'eastus', ...stored });
      expect(missing(schemas[kind].desired, desired), JSON.stringify(stored)).toEqual([]);
      expect(observed === null ? [] : missing(schemas[kind].observed, observed)).toEqual([]);
    }
  });
});
