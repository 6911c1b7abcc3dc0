-- AlterTable
ALTER TABLE "team" ADD COLUMN     "allowed_locations" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "shared_scope" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "team_id" UUID NOT NULL,
    "arm_id" TEXT NOT NULL,
    "arm_id_key" TEXT NOT NULL,
    "includes_children" BOOLEAN NOT NULL,
    "owner_team_id" UUID,
    "shared_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shared_scope_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "shared_scope_team_id_arm_id_key_key" ON "shared_scope"("team_id", "arm_id_key");

-- AddForeignKey
ALTER TABLE "shared_scope" ADD CONSTRAINT "shared_scope_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_scope" ADD CONSTRAINT "shared_scope_shared_by_id_fkey" FOREIGN KEY ("shared_by_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
