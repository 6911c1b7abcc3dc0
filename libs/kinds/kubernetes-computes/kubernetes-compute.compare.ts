import {
  differing,
  differingIdentity,
  differingTags,
  idForm,
  type IgnoredField,
  type Tag,
} from '#libs/resources';
import { sameInstanceType } from './instance-types/instance-type.rules.js';
import {
  azureDefaultInstanceType,
  type InstanceType,
  type KubernetesDesired,
  type KubernetesObserved,
} from './kubernetes-compute.schema.js';

/** Every field of an attachment that ARM answers otherwise than asked; amounts compare by what they are worth. */
export function compareKubernetes(
  desired: KubernetesDesired,
  costTags: readonly Tag[],
  found: KubernetesObserved,
): IgnoredField[] {
  return [
    ...differing<string | null>('clusterArmId', desired.clusterArmId, found.clusterArmId, idForm),
    ...differing('namespace', desired.namespace, found.namespace),
    ...differing('description', desired.description ?? '', found.description ?? ''),
    ...differingIdentity(desired.identity, found.identity),
    ...(desired.defaultInstanceType === null
      ? []
      : differing<string | null>(
          'defaultInstanceType',
          desired.defaultInstanceType,
          found.defaultInstanceType,
        )),
    ...desired.instanceTypes.flatMap((type) => differingType(type, found)),
    ...unasked(desired, found),
    ...differingTags(costTags, found.tags),
  ];
}

/** Types that Azure has beside those that were asked for; its own default is always there. */
const unasked = ({ instanceTypes }: KubernetesDesired, found: KubernetesObserved): IgnoredField[] =>
  found.instanceTypes
    .filter(
      ({ name }) =>
        instanceTypes.length > 0 &&
        name !== azureDefaultInstanceType.name &&
        instanceTypes.every((type) => type.name !== name),
    )
    .map((type) => ({ field: `instanceTypes.${type.name}`, asked: null, found: type }));

function differingType(asked: InstanceType, { instanceTypes }: KubernetesObserved): IgnoredField[] {
  const found = instanceTypes.find(({ name }) => name === asked.name);
  const field = `instanceTypes.${asked.name}`;
  if (found && sameInstanceType(asked, found)) return [];
  return [{ field, asked, found: found ?? null }];
}
