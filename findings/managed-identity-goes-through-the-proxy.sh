#!/usr/bin/env bash
# @azure/identity 4.14.1 (Node 20 and 24): a managed identity's token is asked for through HTTPS_PROXY, although its endpoint
# is plain http on the machine itself (App Service sets IDENTITY_ENDPOINT to one). The proxy is on
# another machine and cannot reach that endpoint, so the credential is "unavailable" as soon as a proxy is set; naming the
# endpoint's host in NO_PROXY mends it.
# Seen: "through the proxy: 1 request, CredentialUnavailableError" and "with NO_PROXY: a token".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund @azure/identity@4.14.1

cat > ask.js <<'JS'
import { createServer } from 'node:http';
import { once } from 'node:events';

const listen = async (answer) => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}`;
};
let proxied = 0;
process.env.HTTPS_PROXY = await listen((_request, response) => {
  proxied += 1;
  response.writeHead(502).end();
});
const expiresOn = Math.floor(Date.now() / 1_000) + 3_600;
const endpoint = await listen((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({ access_token: 'a.b.c', expires_on: `${expiresOn}`, resource: 'r', token_type: 'Bearer' }),
  );
});
Object.assign(process.env, { IDENTITY_ENDPOINT: `${endpoint}/msi/token`, IDENTITY_HEADER: 'h' });
if (process.argv[2]) process.env.NO_PROXY = process.argv[2];
const { ManagedIdentityCredential } = await import('@azure/identity');
const credential = new ManagedIdentityCredential({ retryOptions: { maxRetries: 0 } });
const came = await credential.getToken('https://management.azure.com/.default').then(
  () => 'a token',
  (error) => error.name,
);
console.log(proxied > 0 ? `through the proxy: ${proxied} request, ${came}` : `with NO_PROXY: ${came}`);
process.exit();
JS
unset HTTP_PROXY http_proxy https_proxy ALL_PROXY all_proxy NO_PROXY no_proxy
through=$(node ask.js)
past=$(node ask.js 127.0.0.1)
printf '%s\n' "$through" "$past"
[ "$through" = 'through the proxy: 1 request, CredentialUnavailableError' ]
[ "$past" = 'with NO_PROXY: a token' ]
