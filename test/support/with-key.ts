import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Hands every request on as it came, with a key: for programs that bring none. Host and Origin stay as they are. */
export async function startWithKey(url: string, key: string) {
  const { hostname, port } = new URL(url);
  const server = createServer((request, response) => {
    const { method, url: path } = request;
    const headers = { ...request.headers, authorization: `Bearer ${key}` };
    const onward = ask({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.once('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
