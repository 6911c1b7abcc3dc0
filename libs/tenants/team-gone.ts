/** Whether a statement failed because its team is deleted: what was read before does not count any more. */
export const isTeamGone = (error: unknown): boolean =>
  (error as { constraint?: unknown } | null)?.constraint === 'team_stands';
