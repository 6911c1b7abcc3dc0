-- A page of what many teams have is sought by the index alone (ADR 0067).
--
-- The index is made while nobody writes to the table.

-- CreateIndex
CREATE INDEX "resource_of_team" ON "resource"("team_id", "kind", "id") WHERE (gone_at IS NULL);

-- DropIndex
DROP INDEX "resource_team_id_kind_id_idx";
