import pg from 'pg';
import { sayGoodbye } from './say-goodbye.js';

export interface ListenerOptions {
  url: string;
  /** A channel name of this project; not taken from input. */
  channel: string;
  /** The payload as sent; in the order of the senders' commits. */
  onNotification: (payload: string) => void;
  /** The connection was lost and is back: read again what may have been missed. Also after a late first connect. */
  onReconnect: () => void;
  /** Told of every lost or refused connection. */
  onConnectionLost?: (error: Error) => void;
}

export interface Listener {
  /** Resolves once the channel is listened on for the first time. */
  ready: Promise<void>;
  /** Stops listening; no callback runs afterwards. */
  close(): Promise<void>;
}

const retryDelaysMs = [100, 250, 500, 1_000, 2_000];
const heartbeatMs = 4_000;
const heartbeatTimeoutMs = 5_000;

/**
 * LISTENs on a connection of its own and keeps it: a heartbeat finds connections that died silently, within nine
 * seconds, and a lost one is rebuilt after 0.1 to 2 s for as long as it takes. PostgreSQL keeps nothing for who is away, hence
 * `onReconnect`.
 */
export function createListener(options: ListenerOptions): Listener {
  const listener = new ReconnectingListener(options);
  return { ready: listener.ready, close: () => listener.close() };
}

class ReconnectingListener {
  readonly ready: Promise<void>;
  private client: pg.Client | undefined;
  private failures = 0;
  private closed = false;
  private timer: NodeJS.Timeout | undefined;
  private markReady: () => void = () => undefined;
  private wasReady = false;

  constructor(private readonly options: ListenerOptions) {
    this.ready = new Promise((resolve) => (this.markReady = resolve));
    void this.connect();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    this.markReady();
    if (this.client) await sayGoodbye(this.client);
  }

  private async connect(): Promise<void> {
    const client = this.newClient();
    this.client = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${client.escapeIdentifier(this.options.channel)}`);
      if (this.client === client && !this.closed) this.listening(client);
    } catch (error) {
      this.lose(client, error as Error);
    }
  }

  private newClient(): pg.Client {
    const client = new pg.Client({
      connectionString: this.options.url,
      application_name: `armature listen ${this.options.channel}`,
      connectionTimeoutMillis: 5_000,
      query_timeout: heartbeatTimeoutMs,
      keepAlive: true,
    });
    client.on('error', (error) => this.lose(client, error));
    client.on('end', () => this.lose(client, new Error('the server closed the connection')));
    client.on('notification', ({ payload }) => {
      if (!this.closed) this.options.onNotification(payload ?? '');
    });
    return client;
  }

  private listening(client: pg.Client): void {
    const again = this.wasReady || this.failures > 0;
    this.failures = 0;
    this.wasReady = true;
    this.markReady();
    this.beatLater(client);
    if (again) this.options.onReconnect();
  }

  private beatLater(client: pg.Client): void {
    this.timer = setTimeout(() => {
      client.query('SELECT 1').then(
        () => {
          if (this.client === client && !this.closed) this.beatLater(client);
        },
        (error: Error) => this.lose(client, error),
      );
    }, heartbeatMs);
  }

  private lose(client: pg.Client, error: Error): void {
    if (this.closed || this.client !== client) return;
    this.client = undefined;
    clearTimeout(this.timer);
    client.end().catch(() => undefined);
    this.options.onConnectionLost?.(error);
    const delayMs = retryDelaysMs[Math.min(this.failures++, retryDelaysMs.length - 1)];
    this.timer = setTimeout(() => void this.connect(), delayMs);
  }
}
