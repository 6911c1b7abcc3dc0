-- CreateTable
CREATE TABLE "arm_budget_use" (
    "subscription_id" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "team_id" UUID NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "used_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "arm_budget_use_pkey" PRIMARY KEY ("subscription_id","operation","team_id")
);

-- CreateIndex
CREATE INDEX "operation_due_of_team" ON "operation"("team_id", "due_at") WHERE (due_at IS NOT NULL);
