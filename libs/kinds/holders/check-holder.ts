import type { DomainError } from '#libs/kernel';
import { inProgress, type Target, notReady } from '#libs/operations';

/** Nothing is made in what is being deleted, or does not stand yet. */
export function holderBlocks(holder: Target, field: string): DomainError | undefined {
  if (holder.ancestorDeleteId !== null) return inProgress(holder.ancestorDeleteId, field);
  if (holder.provisioningState !== 'SUCCEEDED') return notReady(field, holder.provisioningState);
  return undefined;
}
