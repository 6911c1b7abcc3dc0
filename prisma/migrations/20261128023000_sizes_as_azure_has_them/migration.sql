-- The size that a compute is found by is the one that Azure has; the one that was asked for until Azure has said any.
CREATE FUNCTION "set_vm_size_key"() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.vm_size_key := lower(coalesce(nullif(NEW.observed->>'vmSize', ''), NEW.desired->>'vmSize'));
  RETURN NEW;
END $$;

CREATE TRIGGER "resource_vm_size_key" BEFORE INSERT OR UPDATE OF "desired", "observed", "vm_size_key" ON "resource"
  FOR EACH ROW EXECUTE FUNCTION "set_vm_size_key"();

UPDATE "resource" SET "vm_size_key" = NULL
  WHERE "vm_size_key" IS DISTINCT FROM lower(coalesce(nullif("observed"->>'vmSize', ''), "desired"->>'vmSize'));
