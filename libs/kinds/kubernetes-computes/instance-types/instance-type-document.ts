import { z } from 'zod';
import { readInstanceTypes } from './instance-type.body.js';
import type { InstanceType } from './instance-type.schema.js';

const apiVersion = 'amlarc.azureml.com/v1alpha1';
const amount = z.union([z.string().max(100), z.number()]);
const required = z.union([z.string().max(100), z.number()], {
  message: 'is required, as a quantity: cpu and memory, in requests and in limits.',
});
const cores = { cpu: required, memory: required };
const onlyInLimits = z
  .null({ message: 'GPUs stand in limits only: Kubernetes gives as many.' })
  .optional();

/** `spec` of the custom resource (the table in Azure's guide to instance types: cpu and memory required, GPUs in limits only). */
const specSchema = z.strictObject({
  nodeSelector: z.record(z.string().max(400), z.string().max(100)).nullish(),
  resources: z.strictObject({
    requests: z.strictObject({ ...cores, 'nvidia.com/gpu': onlyInLimits }),
    limits: z.strictObject({ ...cores, 'nvidia.com/gpu': amount.nullish() }),
  }),
});

const version = z.literal(apiVersion, { message: `must be ${apiVersion}` });
const kind = z.literal('InstanceType', { message: 'must be InstanceType' });
/** What kubectl answers has more of it: when it was made, and by whom. */
const metadata = z.looseObject({ name: z.string().max(200) });
const typeFields = { metadata, spec: specSchema, status: z.unknown().optional() };

const instanceTypeSchema = z.strictObject({ apiVersion: version, kind, ...typeFields });
const listFields = {
  metadata: z.unknown().optional(),
  items: z
    .array(z.strictObject({ apiVersion: version.optional(), kind: kind.optional(), ...typeFields }))
    .min(1, 'has at least one')
    .max(100),
};

/** An instance type as a client wrote it, and where below the document. */
interface Written {
  type: InstanceType;
  path: string[];
}
export interface InstanceTypeDocument {
  written: Written[];
}

type Item = z.infer<typeof specSchema>;
const typeOf = (name: string, spec: Item): InstanceType =>
  readInstanceTypes({ [name]: spec })[0] as InstanceType;

const one = instanceTypeSchema.transform((document): InstanceTypeDocument => ({
  written: [{ type: typeOf(document.metadata.name, document.spec), path: [] }],
}));
const listOf = (schema: z.ZodType<{ items: z.infer<(typeof listFields)['items']> }>) =>
  schema.transform(({ items }): InstanceTypeDocument => ({
    written: items.map((item, index) => ({
      type: typeOf(item.metadata.name, item.spec),
      path: ['items', String(index)],
    })),
  }));

const byKind: Readonly<Record<string, z.ZodType<InstanceTypeDocument>>> = {
  InstanceType: one,
  InstanceTypeList: listOf(
    z.strictObject({ apiVersion: version, kind: z.literal('InstanceTypeList'), ...listFields }),
  ),
  // What `kubectl get instancetypes -o json` answers.
  List: listOf(
    z.strictObject({ apiVersion: z.literal('v1'), kind: z.literal('List'), ...listFields }),
  ),
};
const noKind: z.ZodType<InstanceTypeDocument> = z
  .looseObject({
    kind: z.enum(['InstanceType', 'InstanceTypeList', 'List'], {
      message: 'must be InstanceType, InstanceTypeList or List',
    }),
  })
  .transform(() => ({ written: [] }));

/** What a document's fields are read by; undefined for one that is no Kubernetes object. */
export function documentSchemaOf(raw: unknown): z.ZodType<InstanceTypeDocument> | undefined {
  if (typeof raw !== 'object' || raw === null || !('kind' in raw || 'apiVersion' in raw))
    return undefined;
  const written = 'kind' in raw && typeof raw.kind === 'string' ? raw.kind : '';
  return Object.hasOwn(byKind, written) ? byKind[written] : noKind;
}

/** Where a finding about a field of an instance type is written in the document. */
export function pathInDocument({ path }: Written, [field = '', ...rest]: string[]): string[] {
  if (field === 'name') return [...path, 'metadata', 'name'];
  if (field === 'nodeSelector') return [...path, 'spec', 'nodeSelector', ...rest];
  const names = rest.map((name) => (name === 'nvidiaGpu' ? 'nvidia.com/gpu' : name));
  return [...path, 'spec', 'resources', field, ...names];
}
