import { readFile } from 'node:fs/promises';
import path from 'node:path';

const reference = /^file:([a-zA-Z0-9][a-zA-Z0-9._-]{0,199})$/;
const teamFolder = /^[0-9a-f-]{36}$/i;

/** A team's secrets as files, each team in the folder of its id: how Kubernetes, Docker and the Key Vault driver mount them (ADR 0012). */
export const openSecretFiles = (folder: string | undefined) => ({
  /** The file's text without the newline at its end; undefined where there is none, or the reference is no reference. */
  async read(teamId: string, text: string): Promise<string | undefined> {
    const [, name] = reference.exec(text) ?? [];
    if (folder === undefined || name === undefined || !teamFolder.test(teamId)) return undefined;
    try {
      const secret = await readFile(path.join(folder, teamId.toLowerCase(), name), 'utf8');
      return secret.replace(/\r?\n$/, '');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw new Error(`reading the secret '${name}' of team ${teamId}`, { cause: error });
    }
  },
});

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String((error as { code?: string }).code));
