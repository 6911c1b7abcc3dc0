import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ConfigError } from '#libs/config';

const manifest = z.record(z.string().min(1), z.string().min(1));

/**
 * The documents of a manifest by their ids: a JSON object of texts, as @graphql-codegen/cli writes it
 * (persistedDocuments of its preset `client`). Throws ConfigError where the file is none.
 */
export async function readManifest(path: string): Promise<ReadonlyMap<string, string>> {
  const parsed = manifest.safeParse(await readJson(path));
  if (!parsed.success) throw noManifest(path, 'is no JSON object of documents by their ids');
  return new Map(Object.entries(parsed.data));
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw noManifest(path, `cannot be read (${error.code ?? error.message})`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw noManifest(path, 'is no JSON');
  }
}

const noManifest = (path: string, what: string): ConfigError =>
  new ConfigError(`ARMATURE_TRUSTED_DOCUMENTS: ${path} ${what}`);
