import { fragment, raw, type Fragment } from '#libs/database';

/** SQL: appends the event, a JSON expression. Volatile: it happens for each row that is read, and only then. */
export const appending = <N extends string>(event: Fragment<N>): Fragment<N> =>
  fragment`append_audit_event(${event})`;

/** SQL: the event with what it happened to, a row of resources: its team, id, kind and name. `of` names the row. */
export function happenedTo<N extends string>(
  event: Fragment<N>,
  of: string,
  what: 'imported' | 'vanished' | 'claimed' | 'released',
): Fragment<N> {
  const row = raw(of);
  return fragment`${event} || jsonb_build_object('action', lower(${row}.kind) || ${raw(`'.${what}'`)},
    'teamId', ${row}.team_id, 'targetId', ${row}.id, 'targetKind', ${row}.kind, 'targetName', ${row}.name)`;
}
