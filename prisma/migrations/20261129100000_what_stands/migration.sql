-- AlterTable
ALTER TABLE "resource" ADD COLUMN     "released_at" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "subscription_look" (
    "subscription_id" TEXT NOT NULL,
    "look_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    "held_until" TIMESTAMPTZ(6),
    "round_from" TIMESTAMPTZ(6),
    "listing" TEXT,
    "next_link" TEXT,
    "listed_at" TIMESTAMPTZ(6),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "error" JSONB,

    CONSTRAINT "subscription_look_pkey" PRIMARY KEY ("subscription_id")
);

-- CreateTable
CREATE TABLE "listed_resource" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "subscription_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "arm_id" TEXT NOT NULL,
    "arm_id_key" TEXT NOT NULL,
    "group_key" TEXT NOT NULL,
    "location" TEXT NOT NULL,
    "raw_state" TEXT NOT NULL,
    "observed" JSONB NOT NULL,
    "found_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    "listed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "listed_resource_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "listed_resource_arm_id_key_key" ON "listed_resource"("arm_id_key");

-- CreateIndex
CREATE INDEX "listed_resource_subscription_id_id_idx" ON "listed_resource"("subscription_id", "id");

-- CreateIndex
CREATE INDEX "listed_resource_group_key_idx" ON "listed_resource"("group_key");
