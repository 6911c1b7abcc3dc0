-- What happened, for whoever follows it (ADR 0076).
-- AlterTable
ALTER TABLE "outbox_event" ADD COLUMN     "happened" JSONB,
ALTER COLUMN "created_at" SET DEFAULT clock_timestamp();

-- CreateTable
CREATE TABLE "event" (
    "sequence" BIGINT NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "type" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "subject_sequence" INTEGER NOT NULL,
    "resource_id" UUID,
    "team_id" UUID,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("sequence")
);

-- CreateIndex
CREATE UNIQUE INDEX "event_id_key" ON "event"("id");

-- CreateIndex
CREATE UNIQUE INDEX "event_subject_id_subject_sequence_key" ON "event"("subject_id", "subject_sequence");

-- CreateIndex
CREATE INDEX "event_team_id_sequence_idx" ON "event"("team_id", "sequence");

-- CreateIndex
CREATE INDEX "event_type_sequence_idx" ON "event"("type", "sequence");

-- CreateIndex
CREATE INDEX "event_resource_id_idx" ON "event"("resource_id");

-- CreateIndex
CREATE INDEX "outbox_event_unnumbered" ON "outbox_event"("id") WHERE (happened IS NOT NULL);

-- What is audited of no operation is told from its audit row: who holds a role, a key, a principal, and what was found in Azure.
CREATE FUNCTION "tell_audit_event"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.outbox_event (topic, resource_id, team_id, happened)
  VALUES ('audit.appended', CASE WHEN NEW.target_kind = upper(NEW.target_kind) THEN NEW.target_id END, NEW.team_id,
    jsonb_build_object('audited', jsonb_build_object('action', NEW.action, 'actorId', NEW.actor_id, 'actorName', NEW.actor_name,
      'targetId', NEW.target_id, 'targetKind', NEW.target_kind, 'targetName', NEW.target_name,
      'before', NEW.before, 'after', NEW.after)));
  RETURN NULL;
END $$;

CREATE TRIGGER "audit_event_told" AFTER INSERT ON "audit_event"
  FOR EACH ROW WHEN (NEW.operation_id IS NULL AND NEW.action NOT LIKE '%.denied')
  EXECUTE FUNCTION "tell_audit_event"();

-- As before, and tells which events were sealed.
CREATE OR REPLACE FUNCTION "seal_audit_events"("canonical_events" text[]) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  canonical text;
  stored public.audit_event;
  next_sequence integer;
  tail_hash text;
  sealed integer := coalesce(cardinality(canonical_events), 0);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('armature.seal_audit_events'));
  SELECT sequence, hash INTO next_sequence, tail_hash
    FROM public.audit_seal ORDER BY sequence DESC LIMIT 1;
  next_sequence := coalesce(next_sequence, 0);
  tail_hash := coalesce(tail_hash, repeat('0', 64));
  FOREACH canonical IN ARRAY canonical_events LOOP
    SELECT * INTO stored FROM public.audit_event WHERE id = (canonical::jsonb->>'id')::uuid;
    IF canonical::jsonb IS DISTINCT FROM public.audit_event_content(stored) THEN
      RAISE EXCEPTION 'sealing audit event %: the text does not say what the row says',
        canonical::jsonb->>'id' USING ERRCODE = 'check_violation';
    END IF;
    next_sequence := next_sequence + 1;
    INSERT INTO public.audit_seal (sequence, audit_event_id, previous_hash, hash)
      VALUES (next_sequence, stored.id, tail_hash,
        encode(sha256(convert_to(tail_hash || canonical, 'UTF8')), 'hex'))
      RETURNING hash INTO tail_hash;
  END LOOP;
  IF sealed > 0 THEN
    INSERT INTO public.outbox_event (topic, happened) VALUES ('audit.sealed', jsonb_build_object('sealed', jsonb_build_object(
      'from', next_sequence - sealed + 1, 'to', next_sequence, 'hash', tail_hash)));
  END IF;
  RETURN sealed;
END $$;
