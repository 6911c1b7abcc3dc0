-- Rules of the house (ADR 0069).
-- CreateTable
CREATE TABLE "policy" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "description" TEXT,
    "team_id" UUID,
    "verbs" TEXT[],
    "condition" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "approval" JSONB,
    "defaults" JSONB,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_revision" (
    "id" BOOLEAN NOT NULL DEFAULT true,
    "revision" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "policy_revision_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "policy_revision_is_one" CHECK ("id")
);
INSERT INTO "policy_revision" DEFAULT VALUES;

-- CreateIndex
CREATE INDEX "policy_team_id_id_idx" ON "policy"("team_id", "id");

-- CreateIndex
CREATE INDEX "policy_created_by_id_idx" ON "policy"("created_by_id");

-- One of a name in a team, and one on the platform.
CREATE UNIQUE INDEX "policy_name_key" ON "policy"("team_id", lower("name")) NULLS NOT DISTINCT WHERE "deleted_at" IS NULL;

-- AddForeignKey
ALTER TABLE "policy" ADD CONSTRAINT "policy_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy" ADD CONSTRAINT "policy_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER "policy_team_stands" BEFORE INSERT OR UPDATE OF "team_id" ON "policy"
  FOR EACH ROW EXECUTE FUNCTION "refuse_deleted_team"();
