import { fragment, type Fragment } from '#libs/database';

/** Who listens to a topic: `operation.due` asks for a worker, the others tell subscriptions what to read again. */
export type Topic = 'operation.changed' | 'operation.due' | 'resource.changed';

/** The one way into the outbox, as SQL. `rows`: a query for topic, operation, resource and team. */
export const tell = <N extends string>(rows: Fragment<N>): Fragment<N> =>
  fragment`INSERT INTO outbox_event (topic, operation_id, resource_id, team_id) ${rows}`;
