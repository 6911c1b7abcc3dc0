import { fragment, prepared, type Fragment, type Sql } from '#libs/database';
import { hasLimits, limitsOfTeam, type TeamLimits } from '#libs/tenants';

/** What the computes of a team come to with all nodes they may have, of what stands and what is on the way. */
export interface TeamUse {
  vCpus: number;
  computes: number;
  /** Decimal, an hour; of what is known in the currency that was asked for. */
  hourly: string;
  /** Computes whose vCPUs or costs are not known: they are in no sum. */
  uncounted: number;
}

export interface LimitedUse {
  limits: TeamLimits;
  used: TeamUse;
}

/** SQL: TeamUse of the row `u`. */
const useOf: Fragment = fragment`jsonb_build_object('vCpus', u.vcpus, 'computes', u.computes,
  'hourly', trim_scale(u.hourly)::text, 'uncounted', u.uncounted)`;

interface UseAsked {
  teamIds: readonly string[];
  /** Kinds that are made of machines. */
  machines: readonly string[];
  /** ISO 4217; of a team with a limit of costs, that of the limit counts. */
  currency: string;
  /** Computes that are left out. */
  without: readonly string[];
}

const useQuery: Fragment<keyof UseAsked> = fragment`
SELECT t.id AS "teamId", ${limitsOfTeam} AS limits, ${useOf} AS used FROM team t
CROSS JOIN LATERAL team_use(t.id, ${'machines'}::text[], coalesce(t.limit_currency, ${'currency'}), ${'without'}::uuid[]) u
WHERE t.id = ANY (${'teamIds'}::uuid[])`;

type TeamUseOf = LimitedUse & { teamId: string };

const useStatement = prepared<UseAsked, TeamUseOf>`${useQuery}`;

/** The limits of teams, and what is taken of them, in no order. */
export async function readTeamUse(sql: Sql, asked: UseAsked): Promise<TeamUseOf[]> {
  const { rows } = await sql.query(useStatement(asked));
  return rows;
}

const limitedStatement = prepared<UseAsked, TeamUseOf>`${useQuery} AND ${hasLimits}`;

/** The same of a team that has limits; undefined where it has none: nothing is summed up. */
export async function readLimitedUse(
  sql: Sql,
  { teamId, ...asked }: Omit<UseAsked, 'teamIds' | 'currency'> & { teamId: string },
): Promise<LimitedUse | undefined> {
  const { rows } = await sql.query(limitedStatement({ ...asked, teamIds: [teamId], currency: '' }));
  return rows[0];
}

/** What the limits of teams count of something that is asked for: columns of the CTE `asked`. */
export const askedCeiling = fragment`counts boolean, weighs boolean, "vCpus" bigint, hourly numeric, currency text,
    "vCpusBefore" bigint, "hourlyBefore" numeric`;

/**
 * CTE `limited`: the teams with limits of which more is asked, each row held until the transaction ends, so that whoever else asks waits.
 * A team without limits costs a look at its row. `when`: what must have happened before.
 */
const limited = (when: Fragment): Fragment => fragment`
limited AS MATERIALIZED (
  SELECT t.* FROM team t WHERE ${when} AND t.id IN (SELECT "teamId" FROM asked WHERE counts) AND ${hasLimits}
  ORDER BY t.id FOR NO KEY UPDATE
)`;

/** SQL: what is not known fits no limit. */
const within = (limit: Fragment, taken: Fragment, asked: Fragment): Fragment =>
  fragment`(${limit} IS NULL OR coalesce(${taken} + ${asked} <= ${limit}, false))`;

/**
 * CTEs up to `room`: whether new computes fit, one after the other in the order of their ids; what does not fit takes nothing from the
 * next. `placed` says which can be made at all, `isNew` which of `asked` would be.
 */
export const roomForNew = (
  when: Fragment,
  isNew: Fragment,
): Fragment<'machines'> => fragment`${limited(when)},
queue AS (
  SELECT asked.*, row_number() OVER (PARTITION BY asked."teamId" ORDER BY asked."operationId") AS place
  FROM asked JOIN placed USING ("operationId") JOIN limited t ON t.id = asked."teamId" WHERE asked.counts AND ${isNew}
),
room AS (
  SELECT t.id AS "teamId", 0::bigint AS place, NULL::uuid AS "operationId", u.vcpus, u.computes, u.hourly, u.uncounted,
    0::numeric AS "itsVCpus", 0::bigint AS "itsComputes", 0::numeric AS "itsHourly", false AS fits
  FROM limited t CROSS JOIN LATERAL team_use(t.id, ${'machines'}::text[], t.limit_currency, '{}') u
  UNION ALL
  SELECT q."teamId", q.place, q."operationId", u.vcpus, u.computes, u.hourly, r.uncounted,
    coalesce(q."vCpus", 0)::numeric, 1::bigint, coalesce(q.hourly, 0),
    ${within(fragment`t.limit_vcpus`, fragment`u.vcpus`, fragment`q."vCpus"`)}
    AND ${within(fragment`t.limit_computes`, fragment`u.computes`, fragment`1`)}
    AND ${within(fragment`t.limit_hourly`, fragment`u.hourly`, fragment`CASE WHEN q.currency = t.limit_currency THEN q.hourly END`)}
  FROM room r JOIN queue q ON q."teamId" = r."teamId" AND q.place = r.place + 1 JOIN limited t ON t.id = r."teamId"
  CROSS JOIN LATERAL (SELECT r.vcpus + r."itsVCpus" * r.fits::integer AS vcpus,
    r.computes + r."itsComputes" * r.fits::integer AS computes, r.hourly + r."itsHourly" * r.fits::integer AS hourly) u
)`;

/** CTEs up to `room`: whether changed computes fit. What comes to no more than before does, whatever the limits are. */
export const roomForChanged: Fragment<'machines'> = fragment`${limited(fragment`true`)},
room AS MATERIALIZED (
  SELECT asked."teamId", asked."operationId", u.*,
    (coalesce(asked."vCpus" <= asked."vCpusBefore", false)
      OR ${within(fragment`t.limit_vcpus`, fragment`u.vcpus`, fragment`asked."vCpus"`)})
    AND (coalesce(asked.hourly <= asked."hourlyBefore", false)
      OR ${within(fragment`t.limit_hourly`, fragment`u.hourly`, fragment`CASE WHEN asked.currency = t.limit_currency THEN asked.hourly END`)})
    AS fits
  FROM asked JOIN limited t ON t.id = asked."teamId"
  CROSS JOIN LATERAL team_use(t.id, ${'machines'}::text[], t.limit_currency, ARRAY[asked."resourceId"]) u
  WHERE asked.counts
)`;

/** SQL: whether the room of the team of an `asked` suffices. */
export const fits = fragment`NOT EXISTS (SELECT FROM room WHERE room."operationId" = asked."operationId" AND NOT room.fits)`;

/** SQL: LimitedUse for an `asked` that does not fit, what others of the team come to; else null. */
export const limitReached = fragment`(SELECT jsonb_build_object('limits', ${limitsOfTeam}, 'used', ${useOf})
  FROM room u JOIN limited t ON t.id = u."teamId" WHERE u."operationId" = asked."operationId" AND NOT u.fits)`;

/** CTE: keeps what the computes of the CTE `target` come to; while a change is on its way, the larger of both. */
export const weighTargets = fragment`
weighed AS (
  INSERT INTO compute_ceiling AS c (resource_id, vcpus, hourly, currency, weighed_at)
  SELECT target.id, asked."vCpus", asked.hourly, asked.currency, now()
  FROM target JOIN asked ON asked."resourceId" = target.id WHERE asked.weighs
  ON CONFLICT (resource_id) DO UPDATE SET vcpus = greatest(c.vcpus, excluded.vcpus),
    hourly = CASE WHEN c.currency = excluded.currency THEN greatest(c.hourly, excluded.hourly) ELSE excluded.hourly END,
    currency = excluded.currency, weighed_at = excluded.weighed_at
)`;
