#!/usr/bin/env bash
# @prisma/client 7.10.0 with @prisma/adapter-pg (Node 24): of two interactive transactions that ask at the same moment, both
# statements reach the driver in the async context of the first. The client collects what is asked in one turn of the event
# loop, and sends all of it from the process.nextTick of whoever asked first. An AsyncLocalStorage therefore names the wrong
# request in a trace or a log line, and whoever ends a statement by a signal found there ends that of somebody else.
# A pool that only notes the context stands in for PostgreSQL.
# Seen: "asked by one and two, sent in the context of one and one".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund prisma@7.10.0 @prisma/client@7.10.0 @prisma/adapter-pg@7.10.0 pg@8
cat > schema.prisma <<'PRISMA'
generator client {
  provider            = "prisma-client"
  output              = "generated"
  moduleFormat        = "esm"
  importFileExtension = "ts"
}
datasource db {
  provider = "postgresql"
}
model Team {
  id Int @id
}
PRISMA
PRISMA_SCHEMA_ENGINE_BINARY=$(command -v node) npx prisma generate --schema schema.prisma --no-hints > /dev/null 2>&1

cat > ask.ts <<'TS'
import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';

const context = new AsyncLocalStorage<string>();
const sentIn: unknown[] = [];
const query = async ({ text }: { text: string }) => {
  if (text.startsWith('SELECT')) sentIn.push(context.getStore());
  return { fields: [], rows: [], rowCount: 0 };
};
const connection = { query, on() {}, removeListener() {}, release() {} };
const pool = Object.assign(new pg.Pool(), { query, connect: async () => connection });
const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
await prisma.$connect();

let arrived = 0;
const both = Promise.withResolvers<void>();
const ask = (name: string) =>
  context.run(name, () =>
    prisma.$transaction(async (transaction) => {
      if (++arrived === 2) both.resolve();
      await both.promise;
      await transaction.team.findMany();
    }),
  );
await Promise.all([ask('one'), ask('two')]);
console.log(`asked by one and two, sent in the context of ${sentIn.join(' and ')}`);
TS
seen=$(node ask.ts 2>/dev/null)
echo "$seen"
[ "$seen" = 'asked by one and two, sent in the context of one and one' ]
