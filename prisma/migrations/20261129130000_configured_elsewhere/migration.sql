-- Workers of other settings keep what they list.
-- AlterTable
ALTER TABLE "subscription_look" ADD COLUMN     "configured_at" TIMESTAMPTZ(6);
