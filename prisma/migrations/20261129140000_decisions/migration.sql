-- What is said of a request before it is accepted is kept as it is (ADR 0066).
-- AlterTable
ALTER TABLE "operation" ADD COLUMN     "decision" JSONB;

-- AlterTable
ALTER TABLE "plan" ADD COLUMN     "decision" JSONB;
