#!/usr/bin/env bash
# @azure/identity 4.14.1 with @azure/msal-node 7.2.1 (Node 20 and 24): where the managed identity gets its tokens is chosen once in
# a process, by the first credential that asks. A credential made later, also for another client id, asks there although
# IDENTITY_ENDPOINT and IDENTITY_HEADER were changed before it was made: the header is the first one's too.
# Seen: {"first":["one","one"],"second":[]}, and {"first":[],"second":["two"]} in a process that begins with the second endpoint.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund @azure/identity@4.14.1 @azure/msal-node@7.2.1

cat > ask.js <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { ManagedIdentityCredential } from '@azure/identity';

/** Token endpoints of App Service (protocol 2019-08-01) that note the header of each request. */
const seen = { first: [], second: [] };
const endpoints = {};
for (const name of ['first', 'second']) {
  const server = createServer((request, response) => {
    seen[name].push(request.headers['x-identity-header']);
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        access_token: name,
        expires_on: String(Math.floor(Date.now() / 1000) + 3600),
        resource: 'https://management.azure.com',
        token_type: 'Bearer',
      }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  endpoints[name] = `http://127.0.0.1:${server.address().port}/msi/token`;
}
const headers = { first: 'one', second: 'two' };
for (const [time, name] of process.argv.slice(2).entries()) {
  process.env.IDENTITY_ENDPOINT = endpoints[name];
  process.env.IDENTITY_HEADER = headers[name];
  const clientId = `00000000-0000-4000-8000-00000000000${time}`;
  await new ManagedIdentityCredential({ clientId }).getToken('https://management.azure.com/.default');
}
console.log(JSON.stringify(seen));
process.exit(0);
JS

both=$(node ask.js first second)
alone=$(node ask.js second)
echo "$both"
echo "$alone"
[ "$both" = '{"first":["one","one"],"second":[]}' ] || { echo 'the first endpoint is no longer kept' >&2; exit 1; }
[ "$alone" = '{"first":[],"second":["two"]}' ]
