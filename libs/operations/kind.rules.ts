import type { ProvisioningState, ResourceFacts } from '#libs/resources';
import type { OperationKind } from './operation.js';
import type { KindDefinition, StepDefinition } from './step.js';

/** Every kind of operation that this process can carry out. */
export type Kinds = Readonly<Record<OperationKind, KindDefinition>>;

/** `COMPUTE_CLUSTER_CREATE` as audit actions begin: `compute_cluster.create`. */
export const actionPrefix = (kind: OperationKind | 'COMPUTE_CLAIM'): string =>
  kind.toLowerCase().replace(/_([a-z]+)$/, '.$1');

/** The definition behind a step row: names are unique within a kind. Undefined for a name of another release. */
export const stepNamed = (kind: KindDefinition, name: string): StepDefinition | undefined =>
  [...kind.steps, ...(kind.compensation ?? [])].find((step) => step.name === name);

/** True for a step that undoes: appended after a cancel. */
export const isCompensation = (kind: KindDefinition, name: string): boolean =>
  kind.compensation?.some((step) => step.name === name) ?? false;

const states: Record<string, [ProvisioningState, string]> = {
  CREATE: ['CREATING', 'Creating'],
  DELETE: ['DELETING', 'Deleting'],
  INSTALL: ['CREATING', 'Creating'],
  UNINSTALL: ['DELETING', 'Deleting'],
  ATTACH: ['CREATING', 'Creating'],
  PROVISION: ['CREATING', 'Creating'],
  DETACH: ['DELETING', 'Deleting'],
};

const stateDuring = (kind: OperationKind): ProvisioningState | undefined =>
  states[kind.split('_').at(-1) ?? '']?.[0];

/** Whether an operation of this kind makes its target. */
export const creates = (kind: OperationKind): boolean => stateDuring(kind) === 'CREATING';
/** Whether an operation of this kind takes its target away. */
export const deletes = (kind: OperationKind): boolean => stateDuring(kind) === 'DELETING';

/** How the target stands while an operation of this kind is taken up again. */
export function factsWhileUnderWay(kind: OperationKind): ResourceFacts {
  const verb = kind.split('_').at(-1) ?? '';
  const [provisioningState, rawProvisioningState] = states[verb] ?? ['UPDATING', 'Updating'];
  return { provisioningState, rawProvisioningState, provisioningErrors: [] };
}
