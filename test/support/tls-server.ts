import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import * as https from 'node:https';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { generate } from 'selfsigned';

/** HTTPS on loopback, as `localhost`, with a certificate that this process trusts from now on. */
export async function startTlsServer(answer: RequestListener) {
  // Of several authorities of one name OpenSSL tries the first, and no other: each has a name of its own.
  const own = await generate([{ name: 'commonName', value: `localhost ${randomUUID()}` }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          {
            type: 2,
            value: 'localhost',
          },
        ],
      },
    ],
  });
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), own.cert]);
  const server = https.createServer({ key: own.private, cert: own.cert }, answer);
  server.keepAliveTimeout = 60_000;
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
