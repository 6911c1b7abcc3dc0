import { fragment, raw, type Fragment } from '#libs/database';

const brief = <N extends string>(error: Fragment<N>): Fragment<N> =>
  fragment`jsonb_build_object('code', ${error} ->> 'code', 'message', ${error} ->> 'message')`;

/** What somebody said who is asked to agree: audit events of these, with who said it. */
const isSaid = raw(`event ->> 'action' ~ '\\.(approved|rejected|approval_expired)$'`);

const steps = fragment`(SELECT jsonb_agg(jsonb_build_object('position', position, 'name', name, 'from', was, 'to', is_now,
    'message', message, 'error', CASE WHEN error IS NOT NULL THEN ${brief(raw('error'))} END) ORDER BY position)
  FROM stepped WHERE is_now IS DISTINCT FROM coalesce(was, 'PENDING'))`;

const said = fragment`(SELECT jsonb_agg(event - 'before') FROM jsonb_array_elements(${'audit'}::jsonb) AS event WHERE ${isSaid})`;

const status = fragment`CASE WHEN moved.was <> moved.is_now THEN jsonb_build_object('from', moved.was, 'to', moved.is_now,
    'error', CASE WHEN ${'error'}::jsonb IS NOT NULL THEN ${brief(fragment`${'error'}::jsonb`)} END) END`;

/** CTE of what events tell of a transition, the row `told`: null where none of it is another, as where a worker goes on waiting. */
export const happenedToOperation = fragment`happening AS (
  SELECT nullif(jsonb_strip_nulls(jsonb_build_object('operation', ${status}, 'steps', ${steps}, 'said', ${said})), '{}') AS told
  FROM moved
)`;
