import { CredentialError } from '#libs/azure';
import { errorFacts, type Log } from '#libs/log';

export interface RepeatOptions {
  name: string;
  /** Between the end of one run and the start of the next; a fifth more or less by chance, so that workers spread. */
  everyMs: number;
  /**
   * Rejections are logged, but for want of a token, which is told once for everything; the next run comes all the same.
   */
  work(signal: AbortSignal): Promise<unknown>;
  log: Log;
}

export interface Repeated {
  /** Runs soon, without waiting for its time. */
  poke(): void;
  /** Aborts the signal of a run under way and waits for its end. */
  stop(): Promise<void>;
}

/** Does something again and again until it is stopped. The first run is at once. */
export function repeat({ name, everyMs, work, log }: RepeatOptions): Repeated {
  const controller = new AbortController();
  const { signal } = controller;
  let wake = (): void => undefined;
  let poked = false;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, poked ? 0 : ms);
      wake = () => (clearTimeout(timer), resolve());
    });

  async function run(): Promise<void> {
    while (!signal.aborted) {
      poked = false;
      try {
        await work(signal);
      } catch (error) {
        const isTold = error instanceof CredentialError;
        if (!signal.aborted && !isTold) log.warn(errorFacts(error), `${name}: will be tried again`);
      }
      if (!signal.aborted) await pause(everyMs * (0.8 + Math.random() * 0.4));
    }
  }

  const running = run();
  return {
    poke: () => {
      poked = true;
      wake();
    },
    stop: () => {
      controller.abort();
      wake();
      return running;
    },
  };
}
