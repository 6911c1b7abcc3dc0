-- A team has limits, and what its computes come to at most is kept, so that an acceptance can count it (ADR 0074).
-- AlterTable
ALTER TABLE "team" ADD COLUMN     "limit_computes" INTEGER,
ADD COLUMN     "limit_currency" TEXT,
ADD COLUMN     "limit_hourly" DECIMAL(20,10),
ADD COLUMN     "limit_vcpus" INTEGER;

-- CreateTable
CREATE TABLE "compute_ceiling" (
    "resource_id" UUID NOT NULL,
    "vcpus" BIGINT,
    "hourly" DECIMAL(30,10),
    "currency" TEXT,
    "weighed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "compute_ceiling_pkey" PRIMARY KEY ("resource_id")
);

-- AddForeignKey
ALTER TABLE "compute_ceiling" ADD CONSTRAINT "compute_ceiling_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: VOLATILE, so that it sees what was committed while its statement waited for the row of the team. A function that is less
-- sees what was there when the statement began.
CREATE FUNCTION "team_use"("of_team" uuid, "of_kinds" text[], "in_currency" text, "without" uuid[])
RETURNS TABLE ("computes" bigint, "vcpus" numeric, "hourly" numeric, "uncounted" bigint)
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
  SELECT count(*), coalesce(sum(c.vcpus), 0), coalesce(sum(c.hourly) FILTER (WHERE c.currency = in_currency), 0),
    count(*) FILTER (WHERE c.vcpus IS NULL OR c.hourly IS NULL OR c.currency <> in_currency)
  FROM public.resource r LEFT JOIN public.compute_ceiling c ON c.resource_id = r.id
  WHERE r.team_id = of_team AND r.kind = ANY (of_kinds) AND r.gone_at IS NULL AND r.id <> ALL (without)
$$;
