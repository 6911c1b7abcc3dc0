-- A plan writes nothing but itself and its audit row: the feed has no event of it (ADR 0076).
DROP TRIGGER "audit_event_told" ON "audit_event";
CREATE TRIGGER "audit_event_told" AFTER INSERT ON "audit_event"
  FOR EACH ROW WHEN (NEW.operation_id IS NULL AND NEW.action NOT LIKE '%.denied' AND NEW.action NOT LIKE 'plan.%')
  EXECUTE FUNCTION "tell_audit_event"();
