-- CreateIndex
CREATE INDEX "resource_arm_id_key_gone" ON "resource" USING HASH ("arm_id_key") WHERE (gone_at IS NOT NULL);
