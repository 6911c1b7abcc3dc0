import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import * as https from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

export interface ProxyOptions {
  /** `user:password` that it wants; absent: nothing. */
  wants?: string;
  /** What it answers to every CONNECT instead of connecting. */
  refusesWith?: number;
  /** Where hosts really are; absent: where they say. */
  leadsTo?: Record<string, number>;
}

/** A proxy for CONNECT on loopback, which remembers what it was asked for. */
export async function startProxy({ wants, refusesWith, leadsTo = {} }: ProxyOptions = {}) {
  const asked: string[] = [];
  const server = createServer((_request, response) => void response.writeHead(405).end());
  server.on('connect', ({ url = '', headers }, socket) => {
    asked.push(url);
    socket.on('error', () => undefined);
    const refuse = (status: number) =>
      void socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
    const given = headers['proxy-authorization']?.replace('Basic ', '') ?? '';
    if (refusesWith !== undefined) return refuse(refusesWith);
    if (wants !== undefined && Buffer.from(given, 'base64').toString() !== wants)
      return refuse(407);
    const [host = '', port] = url.split(':');
    const to = leadsTo[host];
    const there = to === undefined ? connect(Number(port), host) : connect(to, '127.0.0.1');
    there.on('error', () => socket.destroy());
    there.once('connect', () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    asked,
    /** As settings name it. */
    url: (credentials?: string) => `http://${credentials ? `${credentials}@` : ''}${address}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** TLS for `names` with a certificate of a private authority, as a firewall that looks into it has; what comes goes on to `to`. */
export async function startPrivateTls(
  names: readonly string[],
  to: { endpoint: string; caFile: string },
  caFile: string,
) {
  const ca = await generate([{ name: 'commonName', value: 'Private CA' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  const own = await generate([{ name: 'commonName', value: names[0] ?? '' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: ca.private, cert: ca.cert },
    extensions: [{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) }],
  });
  writeFileSync(caFile, ca.cert);
  const agent = new https.Agent({ ca: readFileSync(to.caFile, 'utf8') });
  const { hostname, port } = new URL(to.endpoint);
  const server = https.createServer({ key: own.private, cert: own.cert }, (request, response) => {
    const { method, url: path, headers } = request;
    const servername = 'localhost';
    const onward = https.request(
      { agent, hostname, servername, port, method, path, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
