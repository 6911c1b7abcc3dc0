import type { VerbContext } from '#libs/verbs';
import { isPermitted } from '../roles.rules.js';
import type { FoundKey } from './end-keys.repository.js';

/** Whose key it is, and who administers wherever its principal has a role. */
export const mayEnd = (
  context: VerbContext,
  { principalId, teamIds }: Pick<FoundKey, 'principalId' | 'teamIds'>,
): boolean =>
  principalId === context.actor.principalId ||
  isPermitted(context, null) ||
  (teamIds.length > 0 && teamIds.every((teamId) => isPermitted(context, teamId)));
