-- CreateIndex
CREATE INDEX "resource_group_subscriptions" ON "resource"("team_id", "subscription_id") WHERE (kind = 'RESOURCE_GROUP'::"ResourceKind" AND gone_at IS NULL);
