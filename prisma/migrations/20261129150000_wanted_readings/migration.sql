-- What a decision needs of Azure's numbers is read for as long as decisions need it (ADR 0068).
-- AlterTable
ALTER TABLE "azure_reading" ADD COLUMN     "wanted_at" TIMESTAMPTZ(6);
