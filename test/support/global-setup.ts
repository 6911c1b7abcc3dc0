import type { TestProject } from 'vitest/node';
import { keepFilesInMemory } from './keep-files-in-memory.js';
import { startTestPostgres, type TestServerAddress } from './postgres-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServerAddress;
  }
}

/** One PostgreSQL for the whole run; every spec file makes its own databases on it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const removeFiles = await keepFilesInMemory();
  const { adminUrl, ownerUrl, applicationUrl, stop } = await startTestPostgres();
  project.provide('postgres', { adminUrl, ownerUrl, applicationUrl });
  return async () => {
    await stop();
    await removeFiles();
  };
}
