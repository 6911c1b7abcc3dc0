import { z } from 'zod';
import { isObject } from '#libs/kernel';
import { laidOver, objectAt, writable, type ResourceBody } from '#libs/resources';
import { sameInstanceType } from './instance-type.rules.js';
import type { InstanceType, ResourceAmounts } from './instance-type.schema.js';

/** Instance types as ARM takes them: a map by name, amounts as text. */
export const instanceTypesBody = (types: readonly InstanceType[]): ResourceBody =>
  Object.fromEntries(types.map(instanceTypeBody));

const instanceTypeBody = (type: InstanceType): [string, ResourceBody] => [
  type.name,
  {
    ...(Object.keys(type.nodeSelector).length > 0 && { nodeSelector: type.nodeSelector }),
    resources: { requests: amountsBody(type.requests), limits: amountsBody(type.limits) },
  },
];

const amountsBody = ({ cpu, memory, nvidiaGpu }: ResourceAmounts): ResourceBody => ({
  ...(cpu !== null && { cpu }),
  ...(memory !== null && { memory }),
  ...(nvidiaGpu !== null && { 'nvidia.com/gpu': nvidiaGpu }),
});

/** The same over those that stand: one that is as asked stays as ARM has it, and of another what we do not know stays. */
export const instanceTypesOver = (
  standing: unknown,
  types: readonly InstanceType[],
): ResourceBody =>
  Object.fromEntries(
    types.map((type) => {
      const found = isObject(standing) ? standing[type.name] : undefined;
      return isObject(found) ? [type.name, instanceTypeOver(found, type)] : instanceTypeBody(type);
    }),
  );

function instanceTypeOver(found: ResourceBody, type: InstanceType): ResourceBody {
  const [read] = readInstanceTypes({ [type.name]: found });
  if (read && sameInstanceType(type, read)) return found;
  const resources = objectAt(found, 'resources');
  const amounts = (name: string) => writable(objectAt(resources, name), ourAmounts);
  const left = {
    ...writable(found, ['nodeSelector']),
    resources: { ...resources, requests: amounts('requests'), limits: amounts('limits') },
  };
  return laidOver(left, instanceTypeBody(type)[1]);
}

const ourAmounts = ['cpu', 'memory', 'nvidia.com/gpu'] as const;

/** ARM may write amounts as numbers where the configuration did. */
const amount = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null);
const amountsAnswer = z
  .object({ cpu: amount, memory: amount, 'nvidia.com/gpu': amount })
  .nullish()
  .catch(null);
const instanceTypeAnswer = z.object({
  nodeSelector: z.record(z.string(), z.string()).nullish().catch(null),
  resources: z.object({ requests: amountsAnswer, limits: amountsAnswer }).nullish().catch(null),
});
/** Instance types as ARM, and the studio's configuration, write them: a map by name. Never throws. */
export const readInstanceTypes = (map: unknown): InstanceType[] =>
  Object.entries(z.record(z.string(), instanceTypeAnswer).safeParse(map).data ?? {}).map(
    ([name, { nodeSelector, resources }]) => ({
      name,
      nodeSelector: nodeSelector ?? {},
      requests: amountsOf(resources?.requests),
      limits: amountsOf(resources?.limits),
    }),
  );

const amountsOf = (answer: z.infer<typeof amountsAnswer>): ResourceAmounts => ({
  cpu: answer?.cpu ?? null,
  memory: answer?.memory ?? null,
  nvidiaGpu: answer?.['nvidia.com/gpu'] ?? null,
});
