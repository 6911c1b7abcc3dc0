import { Worker } from 'node:worker_threads';

const graceMs = 10_000;

/**
 * Preloaded into every process that the launcher starts: when the launcher is gone, however it went, the channel to
 * it closes, and the process asks itself to stop; when it has not within 10 s it is killed. The clock for that runs
 * in a thread of its own: a process that flushes its log into a pipe nobody reads blocks its main thread for good.
 */
process.once('disconnect', () => {
  const kill = `setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${graceMs})`;
  new Worker(kill, { eval: true, execArgv: [], stdout: true, stderr: true }).unref();
  process.kill(process.pid, 'SIGTERM');
});
process.channel?.unref();
