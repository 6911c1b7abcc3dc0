-- CreateIndex
CREATE INDEX "plan_verb_id_idx" ON "plan"("verb", "id");

-- CreateIndex
CREATE INDEX "plan_expires_at_idx" ON "plan"("expires_at");
