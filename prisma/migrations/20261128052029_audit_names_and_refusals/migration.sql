-- The name of the actor is part of an event, and of its seal. Older rows have none, and their seals go on fitting.
ALTER TABLE "audit_event" ADD COLUMN     "actor_name" TEXT;

CREATE OR REPLACE FUNCTION "append_audit_event"("event" jsonb) RETURNS uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.audit_event (
    id, action, actor_id, actor_name, actor_roles, channel, team_id, target_id, target_kind, target_name,
    operation_id, before, after, request_id, remote_address
  ) VALUES (
    coalesce((event->>'id')::uuid, uuidv7()),
    event->>'action',
    (event->>'actorId')::uuid,
    (SELECT display_name FROM public.principal WHERE id = (event->>'actorId')::uuid),
    ARRAY(SELECT jsonb_array_elements_text(coalesce(event->'actorRoles', '[]'))),
    event->>'channel',
    (event->>'teamId')::uuid,
    (event->>'targetId')::uuid,
    event->>'targetKind',
    event->>'targetName',
    (event->>'operationId')::uuid,
    nullif(event->'before', 'null'),
    nullif(event->'after', 'null'),
    event->>'requestId',
    event->>'remoteAddress'
  ) RETURNING id
$$;

-- What a seal covers, as JSON: the same object that libs/audit makes from the row.
CREATE OR REPLACE FUNCTION "audit_event_content"("event" "audit_event") RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object(
    'id', event.id,
    'occurredAt', to_char(event.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'action', event.action,
    'actorId', event.actor_id,
    'actorRoles', event.actor_roles,
    'channel', event.channel,
    'teamId', event.team_id,
    'targetId', event.target_id,
    'targetKind', event.target_kind,
    'targetName', event.target_name,
    'operationId', event.operation_id,
    'before', event.before,
    'after', event.after,
    'requestId', event.request_id,
    'remoteAddress', event.remote_address
  ) || CASE
    WHEN event.actor_name IS NULL THEN '{}'::jsonb
    ELSE jsonb_build_object('actorName', event.actor_name)
  END
$$;

-- How often an actor was refused the same of late: what keeps refusals from filling the trail.
CREATE TABLE "audit_refusal" (
    "actor_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "times" INTEGER NOT NULL DEFAULT 1,
    "since" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_refusal_pkey" PRIMARY KEY ("actor_id","subject")
);
