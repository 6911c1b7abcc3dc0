import { z } from 'zod';
import { err, ok, type DomainError, type Result } from '#libs/kernel';
import type { Findings } from '#libs/resources';
import { gql, optional } from '#libs/verbs';
import { identityInput, keyValue } from '#libs/operations';
import { readInstanceTypes } from './instance-type.body.js';
import { resourceAmountsSchema, type InstanceType } from './instance-type.schema.js';
import {
  documentSchemaOf,
  pathInDocument,
  type InstanceTypeDocument,
} from './instance-type-document.js';

const amount = optional(resourceAmountsSchema.shape.cpu.unwrap());
const amountsInput = z
  .strictObject({
    cpu: amount.describe('Cores, e.g. 500m or 2.'),
    memory: amount.describe('Memory, e.g. 16Gi.'),
    nvidiaGpu: amount.describe('GPUs (nvidia.com/gpu).'),
  })
  .register(gql, {
    type: 'ResourceAmountsInput',
    description: "Amounts in Kubernetes' notation.",
  });
const amounts = optional(amountsInput).transform(
  (given) => given ?? { cpu: null, memory: null, nvidiaGpu: null },
);
const selector = optional(z.array(keyValue(z.string().max(400), 100)).max(50)).transform((all) =>
  Object.fromEntries((all ?? []).map(({ name, value }) => [name, value])),
);

const amountsJson = z
  .strictObject({
    cpu: z.union([z.string().max(100), z.number()]).nullish(),
    memory: z.union([z.string().max(100), z.number()]).nullish(),
    'nvidia.com/gpu': z.union([z.string().max(100), z.number()]).nullish(),
  })
  .nullish();

/** The configuration file that Azure ML Studio takes, as is (docs/azure-facts.md#attached-kubernetes-clusters). */
const studioSchema = z.strictObject({
  namespace: z.string().max(100).nullish(),
  defaultInstanceType: z.string().max(200).nullish(),
  instanceTypes: z
    .record(
      z.string().max(200),
      z.strictObject({
        nodeSelector: z.record(z.string().max(400), z.string().max(100)).nullish(),
        resources: z.strictObject({ requests: amountsJson, limits: amountsJson }).nullish(),
      }),
    )
    .nullish(),
});

interface Configuration {
  studio: z.infer<typeof studioSchema> | null;
  document: InstanceTypeDocument | null;
}

/** The studio's file, or the custom resources that the extension reads: each refused at its own fields. */
const configurationSchema = z
  .unknown()
  .transform((raw, context): Configuration => {
    const document = documentSchemaOf(raw);
    const parsed = (document ?? studioSchema).safeParse(raw);
    if (parsed.success)
      return document
        ? { studio: null, document: parsed.data as InstanceTypeDocument }
        : { studio: parsed.data as z.infer<typeof studioSchema>, document: null };
    for (const { path, message, ...issue } of parsed.error.issues) {
      const [key] = document && issue.code === 'unrecognized_keys' ? issue.keys : [];
      context.addIssue({
        code: 'custom',
        message,
        path: key === undefined ? path : [...path, key],
      });
    }
    return z.NEVER;
  })
  .register(gql, { scalar: 'JSONObject' });

/** How jobs run on an attachment, as mutations take it. */
export const placementFields = {
  description: optional(z.string().max(2000)).describe('What it is for.'),
  namespace: optional(z.string().max(100)).describe(
    'Namespace that jobs run in; it must exist. Default default.',
  ),
  identity: optional(identityInput).describe('None where absent.'),
  defaultInstanceType: optional(z.string().max(200)).describe(
    'Required with instanceTypes: one of them.',
  ),
  instanceTypes: optional(
    z
      .array(
        z
          .strictObject({
            name: z.string().max(200).describe('What jobs call it.'),
            nodeSelector: selector.describe('Labels of the nodes it runs on.'),
            requests: amounts.describe('What a job is sure to get.'),
            limits: amounts.describe('What a job can take at most.'),
          })
          .register(gql, {
            type: 'InstanceTypeInput',
            description: 'A choice of machine that jobs name.',
          }),
      )
      .max(100),
  ).describe('What jobs can name.'),
  configuration: optional(configurationSchema).describe(
    'As JSON: the configuration file of Azure ML Studio, instead of namespace, defaultInstanceType and instanceTypes; or an InstanceType or InstanceTypeList (amlarc.azureml.com/v1alpha1) as kubectl takes them, instead of instanceTypes.',
  ),
  kubeconfigReference: optional(z.string().max(300)).describe(
    'Reference to a kubeconfig to verify the pods with, e.g. file:kubeconfig.',
  ),
};
const placementSchema = z.object(placementFields);
export type PlacementInput = z.infer<typeof placementSchema>;

export interface Placement {
  namespace: string | null;
  defaultInstanceType: string | null;
  instanceTypes: InstanceType[] | null;
}

/** Namespace and instance types, from the fields or from a configuration; what both would say is refused. */
export function placementOf(input: PlacementInput): Result<Placement, readonly DomainError[]> {
  const { namespace, defaultInstanceType, instanceTypes, configuration } = input;
  if (configuration === null) return ok({ namespace, defaultInstanceType, instanceTypes });
  const said = configuration.document
    ? [instanceTypes]
    : [namespace, defaultInstanceType, instanceTypes];
  if (said.some((value) => value !== null)) return err([saidTwice]);
  return ok(placedBy(configuration, input));
}

const saidTwice: DomainError = {
  code: 'INVALID_INPUT',
  message:
    'Give either configuration or namespace, defaultInstanceType and instanceTypes, not both. InstanceType documents say nothing of the first two: these may stand beside them.',
  field: ['input', 'configuration'],
};

/** The type of this name is what jobs run as that name none (the extension's own rule). */
const ownDefault = 'defaultinstancetype';

function placedBy({ studio, document }: Configuration, input: PlacementInput): Placement {
  const types = document?.written.map(({ type }) => type);
  if (types)
    return {
      namespace: input.namespace,
      defaultInstanceType:
        input.defaultInstanceType ?? types.find(({ name }) => name === ownDefault)?.name ?? null,
      instanceTypes: types,
    };
  return {
    namespace: studio?.namespace ?? null,
    defaultInstanceType: studio?.defaultInstanceType ?? null,
    instanceTypes: studio?.instanceTypes ? readInstanceTypes(studio.instanceTypes) : null,
  };
}

/** Findings where the client wrote what they are about: in the configuration, at its own fields. */
export function whereWritten({ configuration }: PlacementInput, findings: Findings): Findings {
  if (configuration === null) return findings;
  const errors = findings.errors.map((error) => {
    const [root = '', ...path] = error.field ?? [];
    const inner = innerPath(configuration, path);
    return inner ? { ...error, field: [root, 'configuration', ...inner] } : error;
  });
  return { ...findings, errors };
}

function innerPath(
  { studio, document }: Configuration,
  [name = '', index = '', ...rest]: string[],
): string[] | undefined {
  if (name === 'instanceTypes' && document) {
    const written = document.written[Number(index)];
    return written && pathInDocument(written, rest);
  }
  if (document || !['namespace', 'defaultInstanceType', 'instanceTypes'].includes(name))
    return undefined;
  const names = Object.keys(studio?.instanceTypes ?? {});
  return name === 'instanceTypes' ? [name, names[Number(index)] ?? index, ...rest] : [name];
}
