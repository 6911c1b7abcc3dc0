import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Starts a shell that stops PostgreSQL when we are gone, however we went: it reads a pipe from us, which then ends.
 * Returns what calls it off. Windows has no such shell; there the next start ends what was left over.
 */
export function guardPostgres(pid: number): () => void {
  if (process.platform === 'win32') return () => undefined;
  const guard: ChildProcess = spawn('/bin/sh', ['-c', `read -r _; kill -INT ${pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.stdin?.on('error', () => undefined);
  guard.unref();
  return () => void guard.kill('SIGKILL');
}
