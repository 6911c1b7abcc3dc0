-- A size that is no text is not one: as on the page, the other side's stands in for it.
CREATE OR REPLACE FUNCTION "set_vm_size_key"() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found text := CASE WHEN jsonb_typeof(NEW.observed->'vmSize') = 'string' THEN NEW.observed->>'vmSize' END;
  asked text := CASE WHEN jsonb_typeof(NEW.desired->'vmSize') = 'string' THEN NEW.desired->>'vmSize' END;
BEGIN
  NEW.vm_size_key := lower(coalesce(nullif(found, ''), asked));
  RETURN NEW;
END $$;

UPDATE "resource" SET "vm_size_key" = NULL
  WHERE jsonb_typeof("observed"->'vmSize') <> 'string' OR jsonb_typeof("desired"->'vmSize') <> 'string';
