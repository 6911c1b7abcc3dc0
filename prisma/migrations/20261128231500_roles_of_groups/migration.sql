-- CreateTable
CREATE TABLE "entra_group" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "tenant_id" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "display_name" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "entra_group_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "entra_group_tenant_id_object_id_key" ON "entra_group"("tenant_id", "object_id");

-- AlterTable
ALTER TABLE "role_assignment" ADD COLUMN     "created_by_id" UUID,
ADD COLUMN     "entra_group_id" UUID,
ALTER COLUMN "principal_id" DROP NOT NULL;

-- One of them holds it.
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_one_subject" CHECK (num_nonnulls("principal_id", "entra_group_id") = 1);

-- Several roles stand side by side from now on.
DROP INDEX "role_assignment_principal_team";
CREATE UNIQUE INDEX "role_assignment_subject_team_role" ON "role_assignment"("principal_id", "entra_group_id", "team_id", "role") NULLS NOT DISTINCT;

-- CreateIndex
CREATE INDEX "role_assignment_entra_group_id_idx" ON "role_assignment"("entra_group_id");

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_entra_group_id_fkey" FOREIGN KEY ("entra_group_id") REFERENCES "entra_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "principal"("id") ON DELETE SET NULL ON UPDATE CASCADE;
