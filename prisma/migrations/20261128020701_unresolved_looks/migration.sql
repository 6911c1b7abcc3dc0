-- CreateTable
CREATE TABLE "resource_look" (
    "resource_id" UUID NOT NULL,
    "look_at" TIMESTAMPTZ(6) NOT NULL,
    "looks" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "resource_look_pkey" PRIMARY KEY ("resource_id")
);

-- CreateIndex
CREATE INDEX "resource_unresolved" ON "resource"("id") WHERE (gone_at IS NULL AND (provisioning_state = ANY (ARRAY['UNKNOWN'::"ProvisioningState", 'CREATING'::"ProvisioningState", 'UPDATING'::"ProvisioningState", 'DELETING'::"ProvisioningState"])));

-- AddForeignKey
ALTER TABLE "resource_look" ADD CONSTRAINT "resource_look_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
