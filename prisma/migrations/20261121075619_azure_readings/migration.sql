-- CreateTable
CREATE TABLE "unsettled_compute" (
    "resource_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "unsettled_compute_pkey" PRIMARY KEY ("resource_id")
);

-- CreateTable
CREATE TABLE "azure_reading" (
    "subscription_id" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "location" TEXT NOT NULL,
    "body" JSONB,
    "read_at" TIMESTAMPTZ(3),
    "error" JSONB,
    "tried_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "azure_reading_pkey" PRIMARY KEY ("subscription_id","what","location")
);

-- CreateIndex
CREATE INDEX "resource_unsettled" ON "resource"("id") WHERE (gone_at IS NULL AND (provisioning_state = 'DELETING'::"ProvisioningState" OR (observed ->> 'allocationState'::text) = 'RESIZING'::text OR (observed -> 'targetNodeCount'::text) > (observed -> 'currentNodeCount'::text)));

-- AddForeignKey
ALTER TABLE "unsettled_compute" ADD CONSTRAINT "unsettled_compute_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
