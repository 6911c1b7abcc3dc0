-- Lists are narrowed by more, and each filter has an index (ADR 0063).
--
-- The indexes are made while nobody writes to the three tables.

-- What changed before is taken to have changed now: whoever asks what changed since is told of too much once, not of too little.
-- AlterTable
ALTER TABLE "resource" ADD COLUMN     "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now();

-- That Azure was asked is no change. A change of cost tags raises the version.
CREATE FUNCTION "set_changed_at"() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.changed_at := now();
  RETURN NEW;
END $$;

CREATE TRIGGER "resource_changed_at" BEFORE UPDATE ON "resource" FOR EACH ROW WHEN (
  (OLD."version", OLD."team_id", OLD."parent_id", OLD."name", OLD."arm_id", OLD."location", OLD."managed", OLD."gone_at",
    OLD."provisioning_state", OLD."raw_provisioning_state", OLD."provisioning_errors", OLD."desired", OLD."observed")
  IS DISTINCT FROM
  (NEW."version", NEW."team_id", NEW."parent_id", NEW."name", NEW."arm_id", NEW."location", NEW."managed", NEW."gone_at",
    NEW."provisioning_state", NEW."raw_provisioning_state", NEW."provisioning_errors", NEW."desired", NEW."observed"))
  EXECUTE FUNCTION "set_changed_at"();

-- CreateIndex
CREATE INDEX "resource_changed_at_idx" ON "resource"("changed_at");

-- DropIndex
DROP INDEX "resource_created_by_id_idx";

-- CreateIndex
CREATE INDEX "resource_created_by_id_id_idx" ON "resource"("created_by_id", "id");

-- By hand: Prisma knows neither expression indexes nor statistics and does not touch them. Of an index on some of the rows
-- PostgreSQL does not use what it knows of the expression; those of a few rows have statistics of their own.
CREATE INDEX "resource_name_in_order" ON "resource"(lower("name") COLLATE "C", "id");
CREATE INDEX "resource_location" ON "resource"(lower(replace("location", ' ', '')), "id");
CREATE INDEX "resource_instance_state" ON "resource"(("observed"->>'state'), "id")
  WHERE "kind" = 'COMPUTE_INSTANCE' AND "gone_at" IS NULL;
CREATE STATISTICS "resource_instance_states" ON ("observed"->>'state') FROM "resource";
CREATE STATISTICS "resource_connectivities" ON ("observed"->>'connectivityStatus') FROM "resource";
CREATE INDEX "cost_tag_key_lower_value" ON "cost_tag"(lower("key"), "value", "resource_id");

-- Tags are compared without the case of their keys, which it did not serve.
-- DropIndex
DROP INDEX "cost_tag_key_value_resource_id_idx";

-- CreateIndex
CREATE INDEX "operation_failed" ON "operation"("completed_at", "target_id") WHERE (status = 'FAILED'::"OperationStatus");

-- CreateIndex
CREATE INDEX "operation_target_name_trigrams" ON "operation" USING GIN ("target_name" gin_trgm_ops);

ANALYZE "resource", "cost_tag", "operation";
