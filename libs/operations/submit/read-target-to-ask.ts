import { isPermitted } from '#libs/tenants';
import type { VerbContext } from '#libs/verbs';
import { readTarget, type Target } from './scope.repository.js';
import type { SubmitDeps } from './submission.js';
import type { ChangeRequest } from './submit-change.js';

/**
 * What Azure is to be asked about before a change is decided. Undefined for those who may not ask for the change, and for
 * what was answered before: Azure is not asked for them.
 */
export async function readTargetToAsk(
  { pool, kinds }: SubmitDeps,
  context: VerbContext,
  { targetId, request, kindFor }: Pick<ChangeRequest, 'targetId' | 'request' | 'kindFor'>,
): Promise<Target | undefined> {
  const { found, record } = await readTarget(
    pool,
    kinds,
    targetId,
    context.actor.principalId,
    request.key,
  );
  if (!found || record || kindFor(found) === undefined) return undefined;
  return isPermitted(context, found.payer.id) ? found : undefined;
}
