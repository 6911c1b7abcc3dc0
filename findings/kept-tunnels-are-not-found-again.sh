#!/usr/bin/env bash
# https-proxy-agent 9.1.0 (agent-base 9.0.0, Node 24): with `keepAlive`, a tunnel is kept and never used again where the
# request's options have no `protocol`, as those of @azure/core-rest-pipeline. Whether it leads to HTTPS is then looked for in
# the stack of the caller, which is another when the tunnel is given back: it is filed under another name. Each request asks
# the proxy for a new one, and the old ones pile up.
# Seen: "without protocol: 3 CONNECTs, 3 idle tunnels" and "with protocol: 1 CONNECT, 1 idle tunnel".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund https-proxy-agent@9.1.0 selfsigned@5.5.0

cat > ask.js <<'JS'
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { generate } from 'selfsigned';

const own = await generate([{ name: 'commonName', value: 'localhost' }]);
const server = https.createServer({ key: own.private, cert: own.cert }, (_, response) => response.end('{}'));
let connects = 0;
const proxy = http.createServer().on('connect', (_request, client) => {
  connects += 1;
  const onward = net.connect(server.address().port, '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connected\r\n\r\n');
    onward.pipe(client).pipe(onward);
  });
  for (const socket of [client, onward]) socket.on('error', () => undefined);
});
for (const one of [server, proxy]) await once(one.listen(0, '127.0.0.1'), 'listening');

const ask = (options) =>
  new Promise((resolve, reject) =>
    https
      .request({ hostname: 'localhost', port: server.address().port, rejectUnauthorized: false, ...options })
      .on('response', (response) => response.resume().on('end', () => setTimeout(resolve, 20)))
      .on('error', reject)
      .end(),
  );

for (const [what, options] of [['without', {}], ['with', { protocol: 'https:' }]]) {
  const agent = new HttpsProxyAgent(`http://127.0.0.1:${proxy.address().port}`, { keepAlive: true });
  connects = 0;
  for (let asked = 0; asked < 3; asked += 1) await ask({ agent, ...options });
  const idle = Object.values(agent.freeSockets).flat().length;
  const many = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;
  console.log(`${what} protocol: ${many(connects, 'CONNECT')}, ${many(idle, 'idle tunnel')}`);
}
process.exit();
JS
seen=$(node ask.js)
printf '%s\n' "$seen"
[ "$seen" = 'without protocol: 3 CONNECTs, 3 idle tunnels
with protocol: 1 CONNECT, 1 idle tunnel' ]
