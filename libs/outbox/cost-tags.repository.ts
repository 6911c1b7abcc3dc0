import { fragment, type Fragment } from '#libs/database';

/**
 * CTE that sets cost tags: of `rows`, a query for the id of a resource and a JSON array of `{key, value, source}`. A key is
 * the same in other capitals; other tags stay.
 */
export const addCostTags = <N extends string>(
  rows: Fragment<N>,
): Fragment<N> => fragment`tagged AS (
  INSERT INTO cost_tag (resource_id, key, value, source)
  SELECT due.id, tag->>'key', tag->>'value', (tag->>'source')::"CostTagSource"
  FROM (${rows}) AS due (id, tags), jsonb_array_elements(due.tags) AS tag
  ON CONFLICT (resource_id, lower(key)) DO UPDATE SET key = excluded.key, value = excluded.value, source = excluded.source
)`;

/** CTE that takes away all other tags of them. */
export const dropOtherCostTags = <N extends string>(
  rows: Fragment<N>,
): Fragment<N> => fragment`untagged AS (
  DELETE FROM cost_tag t USING (${rows}) AS due (id, tags) WHERE t.resource_id = due.id
    AND NOT EXISTS (SELECT FROM jsonb_array_elements(due.tags) AS kept WHERE lower(kept->>'key') = lower(t.key))
)`;
