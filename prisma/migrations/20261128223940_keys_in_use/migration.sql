-- Idempotency keys of requests that are being accepted at this moment, for a second or so.
--
-- By hand: unlogged, for a crash of PostgreSQL ends those requests too. Prisma does not see the difference.

-- CreateTable
CREATE UNLOGGED TABLE "idempotency_key_in_use" (
    "principal_id" UUID NOT NULL,
    "key" UUID NOT NULL,
    "token" UUID NOT NULL,
    "until" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "idempotency_key_in_use_pkey" PRIMARY KEY ("principal_id","key")
);
