import type { BeforeApplicationShutdown, OnModuleDestroy } from '@nestjs/common';

/**
 * Works until the process stops. Nest first tells all of them to begin nothing more, and only then waits, so that what
 * they have in hand ends at the same time; connections are closed after that, in onApplicationShutdown.
 */
export abstract class Running implements OnModuleDestroy, BeforeApplicationShutdown {
  private ended: Promise<void> | undefined;

  /** Begins nothing more; resolves when what was under way has ended. Never rejects. */
  protected abstract stop(): Promise<void>;

  onModuleDestroy(): void {
    this.ended = this.stop();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ended;
  }
}
