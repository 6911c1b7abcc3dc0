import type { WebSocket } from 'ws';

/** So many operations of a socket are looked at before more of what its client sends is read. */
const mostLookedAt = 100;

/** Reads nothing more of a socket while many of its operations are looked at: what else it sends waits with its client. */
export class SocketPace {
  private lookedAt = 0;

  constructor(private readonly socket: WebSocket) {}

  /** Answers what `look` does. */
  async while<T>(look: () => Promise<T>): Promise<T> {
    this.lookedAt += 1;
    if (this.lookedAt === mostLookedAt) this.socket.pause();
    try {
      return await look();
    } finally {
      if (this.lookedAt === mostLookedAt) this.socket.resume();
      this.lookedAt -= 1;
    }
  }
}
