import {
  nothing,
  refusal,
  together,
  type FieldPath,
  type Findings,
  checkIdentity,
  isLabel,
  noLabelMessage,
} from '#libs/resources';
import type { InstanceType, ResourceAmounts } from './instance-types/instance-type.schema.js';
import type { KubernetesDesired } from './kubernetes-compute.schema.js';
import { parseQuantity } from './instance-types/quantity.rules.js';

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const typeName = /^[a-zA-Z0-9]([-a-zA-Z0-9_.]{0,61}[a-zA-Z0-9])?$/;
/**
 * Everything that can be said about an attachment without asking Azure
 * (docs/azure-facts.md#attached-kubernetes-clusters), its name and tags apart.
 */
export function checkKubernetesCompute(
  desired: KubernetesDesired,
  path: FieldPath = ['input'],
): Findings {
  return together(
    checkNamespace(desired.namespace, [...path, 'namespace']),
    checkIdentity(desired.identity, [...path, 'identity']),
    checkDefault(desired, [...path, 'defaultInstanceType']),
    ...desired.instanceTypes.map((type, index) =>
      checkInstanceType(type, desired.instanceTypes.slice(0, index), [
        ...path,
        'instanceTypes',
        `${index}`,
      ]),
    ),
  );
}

const checkNamespace = (namespace: string, path: FieldPath): Findings =>
  label.test(namespace)
    ? nothing
    : refusal(
        'INVALID_INPUT',
        path,
        "A namespace has 1 to 63 lower-case letters, digits and '-', and begins and ends with a letter or digit.",
      );

/** Required with `instanceTypes`, and one of them. */
function checkDefault(
  { defaultInstanceType, instanceTypes }: KubernetesDesired,
  path: FieldPath,
): Findings {
  const names = instanceTypes.map(({ name }) => name).join(', ');
  if (defaultInstanceType === null) {
    if (instanceTypes.length === 0) return nothing;
    return refusal('INVALID_INPUT', path, `is required with instanceTypes: one of ${names}.`);
  }
  if (instanceTypes.some(({ name }) => name === defaultInstanceType)) return nothing;
  const says = names === '' ? 'needs instanceTypes that it is one of.' : `must be one of ${names}.`;
  return refusal('INVALID_INPUT', path, says);
}

function checkInstanceType(
  type: InstanceType,
  before: readonly InstanceType[],
  path: FieldPath,
): Findings {
  return together(
    typeName.test(type.name)
      ? nothing
      : refusal('INVALID_INPUT', [...path, 'name'], 'has 1 to 63 letters, digits, - _ and .'),
    before.some(({ name }) => name === type.name)
      ? refusal('INVALID_INPUT', [...path, 'name'], `'${type.name}' is named twice`)
      : nothing,
    ...Object.entries(type.nodeSelector).map(([key, value]) =>
      isLabel(key, value)
        ? nothing
        : refusal('INVALID_INPUT', [...path, 'nodeSelector', key], noLabelMessage),
    ),
    ...amountNames.flatMap((name) => [
      checkAmount(name, type.requests, [...path, 'requests', name]),
      checkAmount(name, type.limits, [...path, 'limits', name]),
      checkLimit(name, type, [...path, 'requests', name]),
    ]),
  );
}

const amountNames = ['cpu', 'memory', 'nvidiaGpu'] as const;
type AmountName = (typeof amountNames)[number];

function checkAmount(name: AmountName, amounts: ResourceAmounts, path: FieldPath): Findings {
  const text = amounts[name];
  if (text === null) return nothing;
  const amount = parseQuantity(text);
  const wrong = (says: string): Findings =>
    refusal('INVALID_INPUT', path, `'${text}' ${says}`.slice(0, 300));
  if (amount === undefined) return wrong('is no Kubernetes quantity such as 500m, 2 or 16Gi.');
  if (amount < 0n) return wrong('is below zero.');
  if (name !== 'nvidiaGpu') return amount === 0n ? wrong('must be more than zero.') : nothing;
  return amount % 10n ** 9n === 0n ? nothing : wrong('is no whole number of GPUs.');
}

function checkLimit(name: AmountName, { requests, limits }: InstanceType, path: FieldPath) {
  const request = requests[name] === null ? undefined : parseQuantity(requests[name]);
  const limit = limits[name] === null ? undefined : parseQuantity(limits[name]);
  if (request === undefined || limit === undefined) return nothing;
  if (name === 'nvidiaGpu' && request !== limit)
    return refusal('INVALID_INPUT', path, 'Kubernetes wants as many GPUs requested as the limit.');
  if (request <= limit) return nothing;
  const message = `requests ${requests[name] ?? ''}, more than its limit of ${limits[name] ?? ''}.`;
  return refusal('INVALID_INPUT', path, message);
}
