-- Somebody has to agree before an operation begins (ADR 0070).
-- AlterTable
ALTER TABLE "operation" ADD COLUMN     "approval_expires_at" TIMESTAMPTZ(6),
ADD COLUMN     "asked" JSONB;

-- CreateTable
CREATE TABLE "approval_decision" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "operation_id" UUID NOT NULL,
    "principal_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "comment" TEXT,
    "channel" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approval_decision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "approval_decision_operation_id_id_idx" ON "approval_decision"("operation_id", "id");

-- CreateIndex
CREATE INDEX "approval_decision_principal_id_id_idx" ON "approval_decision"("principal_id", "id");

-- CreateIndex
CREATE INDEX "operation_awaiting_approval" ON "operation"("approval_expires_at") WHERE (status = 'AWAITING_APPROVAL'::"OperationStatus");

-- AddForeignKey
ALTER TABLE "approval_decision" ADD CONSTRAINT "approval_decision_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "operation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_decision" ADD CONSTRAINT "approval_decision_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was said stays as it was said.
REVOKE UPDATE, DELETE ON "approval_decision" FROM "armature_app";
