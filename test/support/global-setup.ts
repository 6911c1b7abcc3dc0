import type { TestProject } from 'vitest/node';
import { keepFilesInMemory } from './keep-files-in-memory.js';
import { startTestPostgres, type TestServerAddress } from './postgres-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServerAddress;
  }
}

/**
 * One PostgreSQL for the whole run; every spec file makes its own databases on it. A run that a test starts is lent that of
 * its own, as JSON.
 */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | void> {
  const lent = process.env['ARMATURE_TEST_POSTGRES'];
  if (lent) return project.provide('postgres', JSON.parse(lent) as TestServerAddress);
  const removeFiles = await keepFilesInMemory();
  const { pid: _pid, restart: _restart, stop, ...address } = await startTestPostgres();
  project.provide('postgres', address);
  return async () => {
    await stop();
    await removeFiles();
  };
}
