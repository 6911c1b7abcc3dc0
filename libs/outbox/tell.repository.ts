import { fragment, type Fragment } from '#libs/database';

/**
 * The one way into the outbox, as SQL. `rows`: a query for topic, operation, resource, team and what happened, which becomes
 * events once it is committed; null where nothing did. `operation.due` asks for a worker; `operation.changed` and
 * `resource.changed` tell subscriptions what to read again.
 */
export const tell = <N extends string>(rows: Fragment<N>): Fragment<N> =>
  fragment`INSERT INTO outbox_event (topic, operation_id, resource_id, team_id, happened) ${rows}`;
