-- What no team has is narrowed as other lists are (ADR 0063).
-- CreateIndex
CREATE INDEX "listed_resource_kind_id_idx" ON "listed_resource"("kind", "id");

-- CreateIndex
CREATE INDEX "listed_resource_name_trigrams" ON "listed_resource" USING GIN ("name" gin_trgm_ops);

-- By hand: Prisma knows no expression indexes and does not touch them.
CREATE INDEX "listed_resource_name_in_order" ON "listed_resource"(lower("name") COLLATE "C", "id");
CREATE INDEX "listed_resource_location" ON "listed_resource"(lower(replace("location", ' ', '')), "id");
