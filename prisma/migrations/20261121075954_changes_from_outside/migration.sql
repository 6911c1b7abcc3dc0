-- AlterTable
ALTER TABLE "resource" ADD COLUMN     "managed" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "workspace_look" (
    "workspace_id" UUID NOT NULL,
    "look_at" TIMESTAMPTZ(3) NOT NULL,
    "held_until" TIMESTAMPTZ(3),
    "listed_at" TIMESTAMPTZ(3),
    "moving" BOOLEAN NOT NULL DEFAULT false,
    "failures" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "workspace_look_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateIndex
CREATE INDEX "operation_completed_at_idx" ON "operation"("completed_at");

-- CreateIndex
CREATE INDEX "resource_unmanaged" ON "resource"("kind", "id") WHERE (NOT managed);

-- AddForeignKey
ALTER TABLE "workspace_look" ADD CONSTRAINT "workspace_look_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
