/**
 * Preloaded into every process that the launcher starts: when the launcher is gone, however it went, the channel to
 * it closes, and the process asks itself to stop; when it does not within 20 s it leaves.
 */
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 20_000).unref();
});
process.channel?.unref();
