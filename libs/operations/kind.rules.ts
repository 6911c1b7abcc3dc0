import type { ResourceFacts } from '#libs/resources';
import type { OperationKind } from './operation.js';
import type { OperationDefinition, StepDefinition } from './step.js';

/** `COMPUTE_CLUSTER_CREATE` as audit actions begin: `compute_cluster.create`. */
export const actionPrefix = (kind: OperationKind): string =>
  kind.toLowerCase().replace(/_([a-z]+)$/, '.$1');

/** The definition behind a step row: names are unique within a kind. Undefined for a name of another release. */
export const stepNamed = (kind: OperationDefinition, name: string): StepDefinition | undefined =>
  [...kind.steps, ...(kind.compensation ?? [])].find((step) => step.name === name);

/** True for a step that undoes: appended after a cancel. */
export const isCompensation = (kind: OperationDefinition, name: string): boolean =>
  kind.compensation?.some((step) => step.name === name) ?? false;

/** Azure's own words for it. */
const rawStates = { CREATING: 'Creating', UPDATING: 'Updating', DELETING: 'Deleting' };

/** How the target stands while the operation is taken up again. */
export const factsWhileUnderWay = ({
  during,
}: Pick<OperationDefinition, 'during'>): ResourceFacts => ({
  provisioningState: during,
  rawProvisioningState: rawStates[during],
  provisioningErrors: [],
});
