-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "created_by_id" UUID,
ADD COLUMN     "made_with_id" UUID,
ADD COLUMN     "team_id" UUID;

-- CreateIndex
CREATE INDEX "api_key_created_by_id_idx" ON "api_key"("created_by_id");

-- CreateIndex
CREATE INDEX "api_key_team_id_idx" ON "api_key"("team_id");

-- CreateIndex
CREATE INDEX "api_key_made_with_id_idx" ON "api_key"("made_with_id");

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "principal"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_made_with_id_fkey" FOREIGN KEY ("made_with_id") REFERENCES "api_key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Older keys: whose roles stand in one team belongs to it, and the audit trail says who made the key.
UPDATE "api_key" k SET "team_id" = a.team_id
FROM (
  SELECT principal_id, min(team_id::text)::uuid AS team_id FROM "role_assignment"
  GROUP BY principal_id HAVING count(*) = 1
) a
WHERE a.principal_id = k.principal_id;

UPDATE "api_key" k SET "created_by_id" = e.actor_id
FROM "audit_event" e
WHERE e.action = 'api_key.created' AND e.target_id = k.id;
