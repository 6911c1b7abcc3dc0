import { z } from 'zod';
import { err, ok, type DomainError, type Result } from '#libs/kernel';
import {
  desiredIdentitySchema,
  readInstanceTypes,
  resourceAmountsSchema,
  type Findings,
  type InstanceType,
} from '#libs/resources';
import { optional } from './parse-input.js';

const amount = optional(resourceAmountsSchema.shape.cpu.unwrap());
const amounts = optional(z.object({ cpu: amount, memory: amount, nvidiaGpu: amount })).transform(
  (given) => given ?? { cpu: null, memory: null, nvidiaGpu: null },
);
const selector = optional(
  z.array(z.object({ name: z.string().max(400), value: z.string().max(100) })).max(50),
).transform((all) => Object.fromEntries((all ?? []).map(({ name, value }) => [name, value])));

const amountsJson = z
  .strictObject({
    cpu: z.union([z.string().max(100), z.number()]).nullish(),
    memory: z.union([z.string().max(100), z.number()]).nullish(),
    'nvidia.com/gpu': z.union([z.string().max(100), z.number()]).nullish(),
  })
  .nullish();

/** The configuration file that Azure ML Studio takes, as is (arm-facts, Kubernetes). */
const configurationSchema = z.strictObject({
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

/** How jobs run on an attachment, as mutations take it. */
export const placementFields = {
  description: optional(z.string().max(2000)),
  namespace: optional(z.string().max(100)),
  identity: optional(desiredIdentitySchema),
  defaultInstanceType: optional(z.string().max(200)),
  instanceTypes: optional(
    z
      .array(
        z.object({
          name: z.string().max(200),
          nodeSelector: selector,
          requests: amounts,
          limits: amounts,
        }),
      )
      .max(100),
  ),
  configuration: optional(configurationSchema),
  kubeconfigReference: optional(z.string().max(300)),
};
const placementSchema = z.object(placementFields);
export type PlacementInput = z.infer<typeof placementSchema>;

export interface Placement {
  namespace: string | null;
  defaultInstanceType: string | null;
  instanceTypes: InstanceType[] | null;
}

/** Namespace and instance types, from the fields or from the studio's configuration; from both is refused. */
export function placementOf(input: PlacementInput): Result<Placement, readonly DomainError[]> {
  const { namespace, defaultInstanceType, instanceTypes, configuration } = input;
  if (configuration === null) return ok({ namespace, defaultInstanceType, instanceTypes });
  if ([namespace, defaultInstanceType, instanceTypes].some((value) => value !== null)) {
    const message =
      'Give either configuration or namespace, defaultInstanceType and instanceTypes, not both.';
    return err([{ code: 'INVALID_INPUT', message, field: ['input', 'configuration'] }]);
  }
  return ok({
    namespace: configuration.namespace ?? null,
    defaultInstanceType: configuration.defaultInstanceType ?? null,
    instanceTypes: configuration.instanceTypes
      ? readInstanceTypes(configuration.instanceTypes)
      : null,
  });
}

/** Findings where the client wrote what they are about: in the configuration, by the instance type's name. */
export function whereWritten(input: PlacementInput, findings: Findings): Findings {
  if (input.configuration === null) return findings;
  const names = Object.keys(input.configuration.instanceTypes ?? {});
  const errors = findings.errors.map((error) => {
    const [root = '', name = '', index = '', ...rest] = error.field ?? [];
    if (!['namespace', 'defaultInstanceType', 'instanceTypes'].includes(name)) return error;
    const inner = name === 'instanceTypes' ? [names[Number(index)] ?? index, ...rest] : [];
    return { ...error, field: [root, 'configuration', name, ...inner] };
  });
  return { ...findings, errors };
}
