-- CreateTable
CREATE TABLE "price_list" (
    "location" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(6),
    "error" JSONB,
    "tried_at" TIMESTAMPTZ(6) NOT NULL DEFAULT '-infinity'::timestamptz,

    CONSTRAINT "price_list_pkey" PRIMARY KEY ("location","currency")
);

-- CreateTable
CREATE TABLE "listed_price" (
    "location" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "vm_priority" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "amount" DECIMAL(20,10),
    "missing_because" TEXT,

    CONSTRAINT "listed_price_pkey" PRIMARY KEY ("location","currency","item","vm_priority")
);

-- AddForeignKey
ALTER TABLE "listed_price" ADD CONSTRAINT "listed_price_location_currency_fkey" FOREIGN KEY ("location", "currency") REFERENCES "price_list"("location", "currency") ON DELETE CASCADE ON UPDATE CASCADE;
