import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface DyingHop {
  port: number;
  /** The same URL, by way of the hop. */
  through(url: string): string;
  /**
   * From now on what comes is acknowledged, goes nowhere and is answered by nobody: on connections that are open, or on
   * new ones too. Neither side is told, as by a firewall that has forgotten them.
   */
  swallow(which: 'open connections' | 'all connections'): void;
  /** From now on servers hear what is sent on open connections, and nobody hears what they answer. */
  swallowAnswers(): void;
  /** From now on every connection is broken, and new ones too. */
  refuse(): void;
  /** New connections lead through again; what was swallowed stays so. */
  heal(): void;
  /** Connections that their clients have not closed yet, the swallowed ones among them. */
  openCount(): number;
  /** Requests and the like that went nowhere: pieces of data from clients. */
  swallowedCount(): number;
  stop(): Promise<void>;
}

interface Line {
  client: Socket;
  server: Socket | undefined;
  isDead: boolean;
  isMute: boolean;
  hasLeft: boolean;
}

/** A hop on loopback between clients and the server at a port, which can die as seen from both. */
export async function startDyingHop(serverPort: number, host = '127.0.0.1'): Promise<DyingHop> {
  const lines = new Set<Line>();
  let swallowsNew = false;
  let refusesNew = false;
  let swallowed = 0;
  // Half open: whoever says goodbye to a dead hop gets no goodbye back.
  const listening = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    if (refusesNew) return void client.resetAndDestroy();
    const server = swallowsNew
      ? undefined
      : connect({ port: serverPort, host, allowHalfOpen: true, noDelay: true });
    const line: Line = { client, server, isDead: swallowsNew, isMute: swallowsNew, hasLeft: false };
    lines.add(line);
    client.on('close', () => {
      lines.delete(line);
      // The server behind a dead hop does not hear that its client is gone.
      if (!line.isDead) server?.destroy();
    });
    client.on('error', () => undefined);
    client.on('data', (data) => {
      if (line.isDead) swallowed += 1;
      else server?.write(data);
    });
    client.on('end', () => {
      line.hasLeft = true;
      if (!line.isDead) server?.end();
    });
    server?.on('error', () => !line.isMute && client.destroy());
    server?.on('close', () => !line.isMute && client.destroy());
    server?.on('data', (data) => !line.isMute && client.write(data));
    server?.on('end', () => !line.isMute && client.end());
  });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const deadServers = new Set<Socket>();
  return {
    port,
    through: (url) => Object.assign(new URL(url), { port: `${port}` }).href.replace(/\/$/, ''),
    swallow(which) {
      swallowsNew = which === 'all connections';
      for (const line of lines) {
        line.isDead = line.isMute = true;
        if (line.server) deadServers.add(line.server);
      }
    },
    swallowAnswers: () => lines.forEach((line) => (line.isMute = true)),
    refuse() {
      refusesNew = true;
      for (const { client } of lines) client.resetAndDestroy();
    },
    heal() {
      swallowsNew = refusesNew = false;
    },
    openCount: () => [...lines].filter(({ hasLeft }) => !hasLeft).length,
    swallowedCount: () => swallowed,
    async stop() {
      listening.close();
      for (const { client, server } of lines) {
        client.destroy();
        server?.destroy();
      }
      for (const server of deadServers) server.destroy();
      if (listening.listening) await once(listening, 'close');
    },
  };
}
