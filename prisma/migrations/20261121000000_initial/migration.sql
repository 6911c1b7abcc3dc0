-- Trigram search of names (resource_name_trigrams).
CREATE EXTENSION IF NOT EXISTS "pg_trgm";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "OperationKind" AS ENUM ('RESOURCE_GROUP_CREATE', 'RESOURCE_GROUP_UPDATE', 'RESOURCE_GROUP_DELETE', 'WORKSPACE_CREATE', 'WORKSPACE_UPDATE', 'WORKSPACE_DELETE', 'COMPUTE_CLUSTER_CREATE', 'COMPUTE_CLUSTER_UPDATE', 'COMPUTE_CLUSTER_DELETE', 'COMPUTE_INSTANCE_CREATE', 'COMPUTE_INSTANCE_UPDATE', 'COMPUTE_INSTANCE_START', 'COMPUTE_INSTANCE_STOP', 'COMPUTE_INSTANCE_RESTART', 'COMPUTE_INSTANCE_RESIZE', 'COMPUTE_INSTANCE_DELETE', 'ARC_EXTENSION_INSTALL', 'ARC_EXTENSION_UPDATE', 'ARC_EXTENSION_UNINSTALL', 'KUBERNETES_COMPUTE_ATTACH', 'KUBERNETES_COMPUTE_PROVISION', 'KUBERNETES_COMPUTE_REATTACH', 'KUBERNETES_COMPUTE_DETACH');

-- CreateEnum
CREATE TYPE "OperationStatus" AS ENUM ('AWAITING_APPROVAL', 'QUEUED', 'RUNNING', 'CANCELING', 'SUCCEEDED', 'FAILED', 'CANCELED');

-- CreateEnum
CREATE TYPE "StepStatus" AS ENUM ('PENDING', 'RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELED');

-- CreateEnum
CREATE TYPE "ProvisioningState" AS ENUM ('UNKNOWN', 'CREATING', 'UPDATING', 'DELETING', 'SUCCEEDED', 'FAILED', 'CANCELED');

-- CreateEnum
CREATE TYPE "ResourceKind" AS ENUM ('RESOURCE_GROUP', 'WORKSPACE', 'COMPUTE_CLUSTER', 'COMPUTE_INSTANCE', 'KUBERNETES_COMPUTE', 'CONNECTED_CLUSTER', 'ARC_EXTENSION');

-- CreateEnum
CREATE TYPE "CostTagSource" AS ENUM ('REQUEST', 'TEAM_DEFAULT', 'POLICY', 'AZURE');

-- CreateEnum
CREATE TYPE "PrincipalKind" AS ENUM ('USER', 'BOT', 'SYSTEM');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('VIEWER', 'OPERATOR', 'APPROVER', 'ADMIN');

-- CreateTable
CREATE TABLE "team" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "cost_center" TEXT NOT NULL,
    "default_cost_tags" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "principal" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" "PrincipalKind" NOT NULL,
    "display_name" TEXT NOT NULL,
    "entra_tenant_id" TEXT,
    "entra_object_id" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "principal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_assignment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "principal_id" UUID NOT NULL,
    "team_id" UUID,
    "role" "Role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "role_assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "principal_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resource" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" "ResourceKind" NOT NULL,
    "team_id" UUID NOT NULL,
    "parent_id" UUID,
    "name" TEXT NOT NULL,
    "arm_id" TEXT NOT NULL,
    "arm_id_key" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "location" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "provisioning_state" "ProvisioningState" NOT NULL,
    "raw_provisioning_state" TEXT NOT NULL,
    "provisioning_errors" JSONB NOT NULL DEFAULT '[]',
    "desired" JSONB NOT NULL,
    "observed" JSONB,
    "vm_size_key" TEXT,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "observed_at" TIMESTAMPTZ(3),
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "resource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cost_tag" (
    "resource_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "source" "CostTagSource" NOT NULL,

    CONSTRAINT "cost_tag_pkey" PRIMARY KEY ("resource_id","key")
);

-- CreateTable
CREATE TABLE "operation" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" "OperationKind" NOT NULL,
    "status" "OperationStatus" NOT NULL,
    "target_id" UUID NOT NULL,
    "target_name" TEXT NOT NULL,
    "team_id" UUID NOT NULL,
    "requested_by_id" UUID NOT NULL,
    "idempotency_key" UUID,
    "input" JSONB NOT NULL DEFAULT '{}',
    "current_step" INTEGER NOT NULL DEFAULT 0,
    "error" JSONB,
    "cancel_requested_at" TIMESTAMPTZ(3),
    "channel" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "lease_owner" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "dequeues" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operation_step" (
    "operation_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "status" "StepStatus" NOT NULL DEFAULT 'PENDING',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "message" TEXT,
    "raw_state" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "error" JSONB,
    "memory" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "operation_step_pkey" PRIMARY KEY ("operation_id","position")
);

-- CreateTable
CREATE TABLE "watch" (
    "operation_id" UUID NOT NULL,
    "group_key" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "arm_id" TEXT NOT NULL,
    "until" TEXT NOT NULL,
    "handle" JSONB,
    "look_at" TIMESTAMPTZ(3) NOT NULL,
    "looks" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "watch_pkey" PRIMARY KEY ("operation_id")
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "principal_id" UUID NOT NULL,
    "key" UUID NOT NULL,
    "mutation" TEXT NOT NULL,
    "input_hash" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("principal_id","key")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "action" TEXT NOT NULL,
    "actor_id" UUID NOT NULL,
    "actor_roles" TEXT[],
    "channel" TEXT NOT NULL,
    "team_id" UUID,
    "target_id" UUID,
    "target_kind" TEXT,
    "target_name" TEXT,
    "operation_id" UUID,
    "before" JSONB,
    "after" JSONB,
    "request_id" TEXT NOT NULL,
    "remote_address" TEXT,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_seal" (
    "sequence" INTEGER NOT NULL,
    "audit_event_id" UUID NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("sequence")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "operation_id" UUID,
    "resource_id" UUID,
    "team_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "arm_budget" (
    "subscription_id" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "refilled_at" TIMESTAMPTZ(3) NOT NULL,
    "quiet_until" TIMESTAMPTZ(3),

    CONSTRAINT "arm_budget_pkey" PRIMARY KEY ("subscription_id","operation")
);

-- CreateTable
CREATE TABLE "step_duration" (
    "kind" "OperationKind" NOT NULL,
    "step_name" TEXT NOT NULL,
    "samples" INTEGER NOT NULL,
    "mean_ms" DOUBLE PRECISION NOT NULL,
    "spread_ms" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "step_duration_pkey" PRIMARY KEY ("kind","step_name")
);

-- CreateIndex
CREATE UNIQUE INDEX "team_name_key" ON "team"("name");

-- CreateIndex
CREATE UNIQUE INDEX "principal_entra_tenant_id_entra_object_id_key" ON "principal"("entra_tenant_id", "entra_object_id");

-- CreateIndex
CREATE INDEX "role_assignment_team_id_idx" ON "role_assignment"("team_id");

-- CreateIndex
CREATE UNIQUE INDEX "role_assignment_principal_team" ON "role_assignment"("principal_id", "team_id") NULLS NOT DISTINCT;

-- CreateIndex
CREATE UNIQUE INDEX "api_key_prefix_key" ON "api_key"("prefix");

-- CreateIndex
CREATE INDEX "api_key_principal_id_idx" ON "api_key"("principal_id");

-- CreateIndex
CREATE INDEX "resource_kind_id_idx" ON "resource"("kind", "id");

-- CreateIndex
CREATE INDEX "resource_team_id_kind_id_idx" ON "resource"("team_id", "kind", "id");

-- CreateIndex
CREATE INDEX "resource_parent_id_kind_id_idx" ON "resource"("parent_id", "kind", "id");

-- CreateIndex
CREATE INDEX "resource_provisioning_state_id_idx" ON "resource"("provisioning_state", "id");

-- CreateIndex
CREATE INDEX "resource_vm_size_key_id_idx" ON "resource"("vm_size_key", "id");

-- CreateIndex
CREATE INDEX "resource_created_by_id_idx" ON "resource"("created_by_id");

-- CreateIndex
CREATE INDEX "resource_name_trigrams" ON "resource" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "resource_arm_id_key_present" ON "resource"("arm_id_key") WHERE (gone_at IS NULL);

-- CreateIndex
CREATE INDEX "cost_tag_key_value_resource_id_idx" ON "cost_tag"("key", "value", "resource_id");

-- CreateIndex
CREATE INDEX "operation_due" ON "operation"("due_at") WHERE (due_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "operation_target_id_id_idx" ON "operation"("target_id", "id");

-- CreateIndex
CREATE INDEX "operation_team_id_id_idx" ON "operation"("team_id", "id");

-- CreateIndex
CREATE INDEX "operation_status_id_idx" ON "operation"("status", "id");

-- CreateIndex
CREATE INDEX "operation_kind_id_idx" ON "operation"("kind", "id");

-- CreateIndex
CREATE INDEX "operation_requested_by_id_id_idx" ON "operation"("requested_by_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "operation_unfinished_target" ON "operation"("target_id") WHERE (status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED'));

-- CreateIndex
CREATE INDEX "watch_group_key_look_at_idx" ON "watch"("group_key", "look_at");

-- CreateIndex
CREATE INDEX "watch_look_at_idx" ON "watch"("look_at");

-- CreateIndex
CREATE INDEX "audit_event_operation_id_idx" ON "audit_event"("operation_id");

-- CreateIndex
CREATE INDEX "audit_event_actor_id_idx" ON "audit_event"("actor_id");

-- CreateIndex
CREATE INDEX "audit_event_target_id_idx" ON "audit_event"("target_id");

-- CreateIndex
CREATE INDEX "audit_event_team_id_idx" ON "audit_event"("team_id");

-- CreateIndex
CREATE INDEX "audit_event_action_idx" ON "audit_event"("action");

-- CreateIndex
CREATE INDEX "audit_event_occurred_at_idx" ON "audit_event"("occurred_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_seal_audit_event_id_key" ON "audit_seal"("audit_event_id");

-- CreateIndex
CREATE INDEX "outbox_event_unpublished" ON "outbox_event"("id") WHERE (published_at IS NULL AND topic = 'operation.due');

-- CreateIndex
CREATE INDEX "outbox_event_created_at_idx" ON "outbox_event"("created_at");

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "resource"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "principal"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_tag" ADD CONSTRAINT "cost_tag_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operation_step" ADD CONSTRAINT "operation_step_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "operation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "watch" ADD CONSTRAINT "watch_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "operation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_seal" ADD CONSTRAINT "audit_seal_audit_event_id_fkey" FOREIGN KEY ("audit_event_id") REFERENCES "audit_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- From here on by hand: what the Prisma schema cannot say. `npm run db:check` leaves these alone.
-- ---------------------------------------------------------------------------------------------------------

-- Unique without case. Prisma knows no expression indexes and does not touch them.
CREATE UNIQUE INDEX "team_name_lower_key" ON "team"(lower("name"));
CREATE UNIQUE INDEX "cost_tag_resource_id_key_lower_key" ON "cost_tag"("resource_id", lower("key"));

-- Those who act where no person does.
INSERT INTO "principal" ("id", "kind", "display_name") VALUES
  ('00000000-0000-7000-8000-000000000001', 'SYSTEM', 'armature'),
  ('00000000-0000-7000-8000-000000000002', 'SYSTEM', 'azure');

-- Every outbox row is announced when its transaction commits.
CREATE FUNCTION "announce_outbox_event"() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_notify('armature_outbox', json_build_object(
    'id', NEW.id::text,
    'topic', NEW.topic,
    'operationId', NEW.operation_id,
    'resourceId', NEW.resource_id,
    'teamId', NEW.team_id
  )::text);
  RETURN NULL;
END $$;

CREATE TRIGGER "outbox_event_announced" AFTER INSERT ON "outbox_event"
  FOR EACH ROW EXECUTE FUNCTION "announce_outbox_event"();

-- Audit: rows come, and nothing else. ALWAYS, so that session_replication_role does not switch it off.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: audit rows are append-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER "audit_event_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_event"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
CREATE TRIGGER "audit_seal_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_seal"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
ALTER TABLE "audit_event" ENABLE ALWAYS TRIGGER "audit_event_append_only";
ALTER TABLE "audit_seal" ENABLE ALWAYS TRIGGER "audit_seal_append_only";

-- The one way in. Keys as in the application (actorId, targetKind …); the time is the database's.
CREATE FUNCTION "append_audit_event"("event" jsonb) RETURNS uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.audit_event (
    id, action, actor_id, actor_roles, channel, team_id, target_id, target_kind, target_name,
    operation_id, before, after, request_id, remote_address
  ) VALUES (
    coalesce((event->>'id')::uuid, uuidv7()),
    event->>'action',
    (event->>'actorId')::uuid,
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
CREATE FUNCTION "audit_event_content"("event" "audit_event") RETURNS jsonb
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
  )
$$;

-- Continues the chain by events in canonical JSON (RFC 8785), in this order; returns how many. The database
-- numbers, links and hashes them itself, and refuses a text that does not say what the row says.
CREATE FUNCTION "seal_audit_events"("canonical_events" text[]) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  canonical text;
  stored public.audit_event;
  next_sequence integer;
  tail_hash text;
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
  RETURN coalesce(cardinality(canonical_events), 0);
END $$;

-- The role that application logins are members of. Roles belong to the whole server: another database may
-- have made it, or be making it right now.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'armature_app') THEN
    CREATE ROLE "armature_app" NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END $$;

GRANT USAGE ON SCHEMA "public" TO "armature_app";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "public" TO "armature_app";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA "public" TO "armature_app";
ALTER DEFAULT PRIVILEGES IN SCHEMA "public"
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "armature_app";
ALTER DEFAULT PRIVILEGES IN SCHEMA "public" GRANT USAGE, SELECT ON SEQUENCES TO "armature_app";
REVOKE INSERT, UPDATE, DELETE ON "audit_event", "audit_seal" FROM "armature_app";
DO $$
BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE INSERT, UPDATE, DELETE ON "_prisma_migrations" FROM "armature_app";
  END IF;
END $$;
REVOKE ALL ON FUNCTION "append_audit_event"(jsonb), "seal_audit_events"(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "append_audit_event"(jsonb), "seal_audit_events"(text[]) TO "armature_app";

-- BullMQ's own tables, when it runs on PostgreSQL; `npm run db:migrate` fills the schema. CREATE, because
-- BullMQ makes a sequence per queue on first use.
CREATE SCHEMA IF NOT EXISTS "bullmq";
GRANT USAGE, CREATE ON SCHEMA "bullmq" TO "armature_app";
ALTER DEFAULT PRIVILEGES IN SCHEMA "bullmq"
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "armature_app";
ALTER DEFAULT PRIVILEGES IN SCHEMA "bullmq" GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO "armature_app";
