#!/usr/bin/env bash
# @azure/core-rest-pipeline 1.25.0 (Node 20 and 24): a Retry-After beyond 2^31-1 ms (24.8 days) is not waited for but
# retried at once. The default retry policy hands the milliseconds to setTimeout, which takes 1 ms for what does not fit
# into 32 bits. A server that answers 429 with `Retry-After: 2592000` (30 days) is asked four times in some milliseconds,
# where one that answers 60 is left alone for a minute.
# Seen: "429 after 4 requests within a second", and Node's TimeoutOverflowWarning.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund @azure/core-rest-pipeline@1.25.0

cat > ask.js <<'JS'
import { createServer } from 'node:http';
import { once } from 'node:events';
import {
  createDefaultHttpClient,
  createPipelineFromOptions,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';

let requests = 0;
const server = createServer((_request, response) => {
  requests += 1;
  response.writeHead(429, { 'retry-after': '2592000' }).end();
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const request = createPipelineRequest({
  url: `http://127.0.0.1:${server.address().port}/`,
  allowInsecureConnection: true,
});
const before = performance.now();
const sent = createPipelineFromOptions({}).sendRequest(createDefaultHttpClient(), request);
const late = new Promise((resolve) => setTimeout(resolve, 5_000, { status: 'waiting' }));
const { status } = await Promise.race([sent, late]);
const soon = performance.now() - before < 1_000 ? 'within a second' : 'after more than a second';
console.log(`${status} after ${requests} requests ${soon}`);
process.exit();
JS
seen=$(node ask.js 2>/dev/null)
echo "$seen"
[ "$seen" = '429 after 4 requests within a second' ]
