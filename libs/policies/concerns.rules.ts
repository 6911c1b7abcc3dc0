import type { Policy } from '#libs/operations';

/** Whether a policy is about a verb's requests of a team. */
export const concerns = (
  { teamId, verbs, enabled }: Pick<Policy, 'teamId' | 'verbs' | 'enabled'>,
  verb: string,
  payerId: string,
): boolean =>
  enabled &&
  (teamId === null || teamId === payerId) &&
  (verbs.length === 0 || verbs.includes(verb));
