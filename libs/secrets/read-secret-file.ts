import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const fileName = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,199}$/;
const reference = /^file:([a-zA-Z0-9][a-zA-Z0-9._-]{0,199})$/;
const teamFolder = /^[0-9a-f-]{36}$/i;

/** A team's secrets as files, each team in the folder of its id: how Kubernetes, Docker and the Key Vault driver mount them (ADR 0012). */
export const openSecretFiles = (folder: string | undefined) => ({
  /** The file's text without the newline at its end; undefined where there is none, or the reference is no reference. */
  async read(teamId: string, text: string): Promise<string | undefined> {
    const [, name] = reference.exec(text) ?? [];
    if (folder === undefined || name === undefined || !teamFolder.test(teamId)) return undefined;
    return readSecret(folder, teamId.toLowerCase(), name);
  },

  /** Every secret of every team, to be cut out of what others say. */
  async readAll(): Promise<string[]> {
    if (folder === undefined) return [];
    const teams = (await namesIn(folder)).filter((name) => teamFolder.test(name));
    const secrets = teams.map(async (teamId) => {
      const names = (await namesIn(path.join(folder, teamId))).filter((name) =>
        fileName.test(name),
      );
      return Promise.all(names.map((name) => readSecret(folder, teamId, name)));
    });
    return (await Promise.all(secrets)).flat().filter((secret) => secret !== undefined);
  },
});

async function readSecret(
  folder: string,
  teamId: string,
  name: string,
): Promise<string | undefined> {
  try {
    const secret = await readFile(path.join(folder, teamId, name), 'utf8');
    return secret.replace(/\r?\n$/, '');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new Error(`reading the secret '${name}' of team ${teamId}`, { cause: error });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw new Error('reading the folder of secrets', { cause: error });
  }
}

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String((error as { code?: string }).code));
