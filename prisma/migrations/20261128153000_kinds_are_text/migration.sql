-- Kinds become text: another kind, or another thing to do with one, is no migration any more (ADR 0032).
--
-- Each of the three tables is rewritten, and nobody reads or writes it meanwhile: 3.3 s for 100,000 resources and 200,000
-- operations on two busy cores.
--
-- A release from before goes on beside it: it casts to the names of the old enums, and they are domains over text now. Its
-- connections that had prepared a statement which answers a kind fail once and are replaced, as in ADR 0024. A later
-- migration drops the domains, once no such release runs.

-- Their conditions name the enums.
DROP INDEX "resource_attached_cluster";
DROP INDEX "resource_connectivity";
DROP INDEX "resource_group_subscriptions";

-- AlterTable
ALTER TABLE "resource" ALTER COLUMN "kind" SET DATA TYPE TEXT;
ALTER TABLE "operation" ALTER COLUMN "kind" SET DATA TYPE TEXT;
ALTER TABLE "step_duration" ALTER COLUMN "kind" SET DATA TYPE TEXT;

-- By hand: Prisma knows no expression indexes and does not touch them.
CREATE INDEX "resource_attached_cluster" ON "resource"(("desired"->>'clusterId'))
  WHERE "kind" = 'KUBERNETES_COMPUTE' AND "gone_at" IS NULL;
CREATE INDEX "resource_connectivity" ON "resource"(("observed"->>'connectivityStatus'), "id")
  WHERE "kind" = 'CONNECTED_CLUSTER' AND "gone_at" IS NULL;

-- CreateIndex
CREATE INDEX "resource_group_subscriptions" ON "resource"("team_id", "subscription_id") WHERE (kind = 'RESOURCE_GROUP'::text AND gone_at IS NULL);

-- DropEnum
DROP TYPE "ResourceKind";
DROP TYPE "OperationKind";

-- For releases from before.
CREATE DOMAIN "ResourceKind" AS TEXT;
CREATE DOMAIN "OperationKind" AS TEXT;

ANALYZE "resource", "operation", "step_duration";
