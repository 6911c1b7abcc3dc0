import type { DomainError } from '#libs/kernel';
import { inProgress } from '../../operations/submit/conflicts.js';
import type { Target } from '../../operations/submit/scope.repository.js';
import { notReady } from '../../operations/submit/submit-creation.js';

/** Nothing is made in what is being deleted, or does not stand yet. */
export function holderBlocks(holder: Target, field: string): DomainError | undefined {
  if (holder.ancestorDeleteId !== null) return inProgress(holder.ancestorDeleteId, field);
  if (holder.provisioningState !== 'SUCCEEDED') return notReady(field, holder.provisioningState);
  return undefined;
}
