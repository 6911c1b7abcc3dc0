-- A deleted team keeps its row, for the history that names it; its name is free again (ADR 0049).
ALTER TABLE "team" ADD COLUMN "deleted_at" TIMESTAMPTZ(6);

-- The index without case says the same, and more.
DROP INDEX "team_name_key";
DROP INDEX "team_name_lower_key";
CREATE UNIQUE INDEX "team_name_lower_key" ON "team"(lower("name")) WHERE "deleted_at" IS NULL;

-- A foreign key would be content with the row of a deleted team. Whoever deletes a team holds its row: what comes to be in it
-- meanwhile waits here, and is refused once the team is deleted.
CREATE FUNCTION "refuse_deleted_team"() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.team_id IS NULL THEN RETURN NEW; END IF;
  PERFORM FROM public.team WHERE id = NEW.team_id AND deleted_at IS NULL FOR KEY SHARE;
  IF FOUND THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'there is no team %', NEW.team_id
    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'team_stands', TABLE = TG_TABLE_NAME;
END $$;

CREATE TRIGGER "resource_team_stands" BEFORE INSERT OR UPDATE OF "team_id" ON "resource"
  FOR EACH ROW EXECUTE FUNCTION "refuse_deleted_team"();
CREATE TRIGGER "role_assignment_team_stands" BEFORE INSERT OR UPDATE OF "team_id" ON "role_assignment"
  FOR EACH ROW EXECUTE FUNCTION "refuse_deleted_team"();
CREATE TRIGGER "shared_scope_team_stands" BEFORE INSERT OR UPDATE OF "team_id" ON "shared_scope"
  FOR EACH ROW EXECUTE FUNCTION "refuse_deleted_team"();
CREATE TRIGGER "api_key_team_stands" BEFORE INSERT OR UPDATE OF "team_id" ON "api_key"
  FOR EACH ROW EXECUTE FUNCTION "refuse_deleted_team"();
