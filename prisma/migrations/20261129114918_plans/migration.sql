-- AlterTable
ALTER TABLE "operation" ADD COLUMN     "plan_id" UUID;

-- CreateTable
CREATE TABLE "plan" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "verb" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "team_id" UUID NOT NULL,
    "target_id" UUID,
    "target_name" TEXT NOT NULL,
    "target_version" INTEGER,
    "changes" JSONB NOT NULL,
    "consequences" JSONB NOT NULL,
    "warnings" JSONB NOT NULL,
    "refusals" JSONB NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "plan_team_id_id_idx" ON "plan"("team_id", "id");

-- CreateIndex
CREATE INDEX "plan_target_id_id_idx" ON "plan"("target_id", "id");

-- CreateIndex
CREATE INDEX "plan_created_by_id_id_idx" ON "plan"("created_by_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "operation_plan" ON "operation"("plan_id") WHERE (plan_id IS NOT NULL);

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "resource"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE SET NULL ON UPDATE CASCADE;
