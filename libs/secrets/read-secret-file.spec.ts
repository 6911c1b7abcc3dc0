import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSecretFiles } from './read-secret-file.js';

const ours = '01a1fc7c-2dd9-7d9b-9232-03fce5b150a3';
const theirs = '01a1fc7c-2dd9-7d9b-9232-03fce5b150a4';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'armature-secrets-'));
  for (const team of [ours, theirs]) await mkdir(join(folder, team));
  await writeFile(join(folder, ours, 'kubeconfig'), 'the text\n');
  await writeFile(join(folder, theirs, 'theirs'), 'not ours');
  await writeFile(join(folder, 'of-nobody'), 'not ours either');
});
afterAll(() => rm(folder, { recursive: true }));

describe('a secret of a team', () => {
  it('is the text of its file', async () => {
    expect(await openSecretFiles(folder).read(ours, 'file:kubeconfig')).toBe('the text');
  });

  it.each([
    ['that is not there', 'file:nothing'],
    ['of another team', 'file:theirs'],
    ['above its folder', 'file:../of-nobody'],
    ['by way of another folder', `file:../${theirs}/theirs`],
    ['by an absolute path', 'file:/etc/passwd'],
    ['of the environment', 'env:DATABASE_URL'],
    ['without a scheme', 'kubeconfig'],
    ['with a hidden name', 'file:.kubeconfig'],
  ])('%s is none', async (_what, reference) => {
    expect(await openSecretFiles(folder).read(ours, reference)).toBeUndefined();
  });

  it("is one of all secrets there are, those that are nobody's left out", async () => {
    expect((await openSecretFiles(folder).readAll()).toSorted()).toEqual(['not ours', 'the text']);
    expect(await openSecretFiles(`${folder}/nowhere`).readAll()).toEqual([]);
    expect(await openSecretFiles(undefined).readAll()).toEqual([]);
  });

  it('is none for a team whose id is none, and where no folder was named', async () => {
    expect(await openSecretFiles(folder).read('..', 'file:of-nobody')).toBeUndefined();
    expect(await openSecretFiles(undefined).read(ours, 'file:kubeconfig')).toBeUndefined();
  });
});
