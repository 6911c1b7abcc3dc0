#!/usr/bin/env bash
# graphql-sse 2.6.0, its client (Node 20 and 24): an answer with any status but 200, also a 400 whose body is a GraphQL
# answer with errors, counts as a broken connection. The client asks five times more (41 s with its usual waits), and then
# says "Server responded with 400: Bad Request"; the errors in the body are never read. Only errors told within a stream
# that was answered 200 are final at once, and are seen.
# Seen: "400: 6 requests, NetworkError: Server responded with 400: Bad Request" and "200: 1 request, Cannot query field x".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund graphql@16.15.0 graphql-sse@2.6.0

cat > ask.js <<'JS'
import { createServer } from 'node:http';
import { once } from 'node:events';
import { createClient } from 'graphql-sse';

const errors = [{ message: 'Cannot query field x' }];
const answers = {
  400: (response) =>
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ errors })),
  200: (response) =>
    response
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .end(`event: next\ndata: ${JSON.stringify({ errors })}\n\nevent: complete\ndata:\n\n`),
};
for (const status of [400, 200]) {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    answers[status](response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Without waits, so that it takes no 41 seconds.
  const client = createClient({
    url: `http://127.0.0.1:${server.address().port}/`,
    retry: async () => {},
  });
  let told = '';
  try {
    for await (const result of client.iterate({ query: 'subscription { x }' }))
      told = result.errors[0].message;
  } catch (error) {
    told = `${error.constructor.name}: ${error.message}`;
  }
  console.log(`${status}: ${requests} request${requests > 1 ? 's' : ''}, ${told}`);
}
process.exit();
JS
seen=$(node ask.js)
echo "$seen"
[ "$seen" = '400: 6 requests, NetworkError: Server responded with 400: Bad Request
200: 1 request, Cannot query field x' ]
