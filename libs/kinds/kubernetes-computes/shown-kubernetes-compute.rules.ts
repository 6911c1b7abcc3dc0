import {
  identityAsked,
  type ObservedIdentity,
  idForm,
  shownIdentity,
  shownValue,
  textForm,
} from '#libs/resources';
import { sameInstanceType } from './instance-types/instance-type.rules.js';
import {
  azureDefaultInstanceType,
  type InstanceType,
  type KubernetesDesired,
  type KubernetesObserved,
} from './kubernetes-compute.schema.js';

/** What pages show of an attachment's settings. */
export interface ShownKubernetes {
  clusterArmId: string;
  description: string | null;
  namespace: string;
  identity: ObservedIdentity;
  defaultInstanceType: string;
  instanceTypes: InstanceType[];
}

/** An attachment as Azure has it; as it was asked for until Azure has said anything (ADR 0022). */
export function shownKubernetes(
  asked: KubernetesDesired,
  found: KubernetesObserved | null,
): ShownKubernetes {
  const { defaultInstanceType, instanceTypes, clusterArmId } = found ?? asked;
  return {
    clusterArmId: shownValue<string>(
      asked.clusterArmId,
      clusterArmId ?? asked.clusterArmId,
      idForm,
    ),
    description: found
      ? shownValue(asked.description, found.description, textForm)
      : asked.description,
    namespace: (found ?? asked).namespace,
    identity: shownIdentity(asked.identity, found?.identity),
    defaultInstanceType: defaultInstanceType ?? azureDefaultInstanceType.name,
    instanceTypes:
      instanceTypes.length > 0
        ? shownTypes(asked.instanceTypes, instanceTypes)
        : [azureDefaultInstanceType],
  };
}

/** What an attachment is attached anew as where nothing else is asked for: as Azure has it, and as it was asked for what Azure keeps to itself. */
export function standingKubernetes(
  asked: KubernetesDesired,
  found: KubernetesObserved | null,
): KubernetesDesired {
  if (!found) return asked;
  const { description, namespace, identity } = shownKubernetes(asked, found);
  return {
    ...asked,
    description,
    namespace,
    identity: identityAsked(identity),
    defaultInstanceType: found.defaultInstanceType,
    instanceTypes: shownTypes(asked.instanceTypes, found.instanceTypes),
  };
}

/** Those that were asked for first, in their order: ARM's map has none. */
function shownTypes(
  asked: readonly InstanceType[],
  found: readonly InstanceType[],
): InstanceType[] {
  const rank = ({ name }: InstanceType): number =>
    asked.findIndex((one) => one.name === name) + 1 || asked.length + 1;
  const shown = (type: InstanceType): InstanceType =>
    asked.find((one) => one.name === type.name && sameInstanceType(one, type)) ?? type;
  return [...found].sort((a, b) => rank(a) - rank(b)).map(shown);
}
