/** A compute that a cluster is attached as, or is to be. */
export interface Attachment {
  name: string;
  workspaceId: string;
  teamId: string;
}

/** What depends on an extension, in words; computes of teams that the reader may not see are counted and not named. */
export function whatDepends(
  attachments: readonly Attachment[],
  isVisible: (teamId: string) => boolean,
): string {
  const names = attachments
    .filter(({ teamId }) => isVisible(teamId))
    .map(({ name }) => `'${name}'`);
  const others = attachments.length - names.length;
  const all = [...names, ...(others > 0 ? [`${others} of other teams`] : [])].join(', ');
  return `Computes are attached through it (${all}) and would stop`;
}
