-- AlterTable
ALTER TABLE "audit_event" ALTER COLUMN "occurred_at" SET DEFAULT clock_timestamp();
