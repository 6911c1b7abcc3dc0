-- CreateTable
CREATE TABLE "made_dependency" (
    "workspace_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "arm_id" TEXT NOT NULL,
    "operation_id" UUID NOT NULL,

    CONSTRAINT "made_dependency_pkey" PRIMARY KEY ("workspace_id","role")
);

-- AddForeignKey
ALTER TABLE "made_dependency" ADD CONSTRAINT "made_dependency_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
