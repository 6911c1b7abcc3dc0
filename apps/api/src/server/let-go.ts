import type { ServerResponse } from 'node:http';

/** A connection that something is sent on. */
export interface Sending {
  /** Bytes that the other side has not taken yet. */
  unread(): number;
  destroy(): void;
}

/** How long a reader may take nothing of what waits for it. */
const patienceMs = 5_000;

/** More than this is not kept for anybody on one connection, however slowly they read. */
const mostUnread = 8_000_000;

/** Ends connections whose readers do not read; answers what to call when there is nothing more to send. */
export function letGoOfIdleReader(sending: Sending): () => void {
  let before = 0;
  const timer = setInterval(() => {
    const now = sending.unread();
    const isStuck = before > 0 && now >= before;
    before = now;
    if (isStuck || now > mostUnread) sending.destroy();
  }, patienceMs).unref();
  return () => clearInterval(timer);
}

/** What waits in an answer and in its socket. */
export const sendingOf = (response: ServerResponse): Sending => ({
  unread: () => response.writableLength + (response.socket?.writableLength ?? 0),
  destroy: () => response.destroy(),
});
