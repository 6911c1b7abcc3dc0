import { openDatabase } from '#libs/database';
import { createDevelopmentKey } from '#libs/tenants';

/** An API key for a person at this machine: platform-wide admin, with a team for development. Revokes the one before. */
export async function makeDevelopmentKey(databaseUrl: string): Promise<string> {
  const database = openDatabase({ url: databaseUrl, applicationName: 'armature launcher' });
  try {
    return await createDevelopmentKey(database.pool);
  } finally {
    await database.close();
  }
}
