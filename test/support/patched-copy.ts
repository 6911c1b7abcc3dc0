import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** What is made or installed, and so is in no clean copy; packages are lent from here. */
const left: ReadonlySet<string> = new Set([
  '.git',
  '.armature',
  'coverage',
  'dist',
  'node_modules',
]);

/** What a patch does to a file, in lines. */
export interface Touched {
  file: string;
  added: number;
  removed: number;
}

export interface PatchedCopy {
  /** Where the copy lies, built. */
  folder: string;
  /** The files that were there before and that one of the patches touches: what `git diff --stat` shows beside new files. */
  touchedBy(patch: string): Touched[];
  /** What the type check of the whole copy says, which is made once; empty where all fits. */
  typeErrors(): Promise<string>;
  /** What a module of the copy, run there by Node, prints as JSON. */
  evaluate(source: string): Promise<unknown>;
  /** Runs a spec of the copy there, on the PostgreSQL of this run. Answers its tests and how they ended. */
  runSpec(file: string): Promise<Record<string, string>>;
  remove(): Promise<void>;
}

/** A clean copy of this project, with patches applied, built. Fails where one of them does not fit. */
export async function patchedCopy(patches: readonly string[]): Promise<PatchedCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'armature-patched-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true });
  try {
    await cp(root, folder, { recursive: true, filter: (path) => !left.has(basename(path)) });
    const touched = new Map<string, Touched[]>();
    for (const patch of patches) touched.set(patch, await apply(join(root, patch), folder));
    await build(folder);
    let said: Promise<string> | undefined;
    return {
      folder,
      touchedBy: (patch) => touched.get(patch) ?? [],
      remove,
      typeErrors: () => (said ??= typeErrors(folder)),
      evaluate: async (source) =>
        JSON.parse(await inCopy(folder, ['--input-type=module', '--eval', source])) as unknown,
      runSpec: (file) => runSpec(folder, file),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function apply(patch: string, folder: string): Promise<Touched[]> {
  const { stdout } = await run('git', ['apply', '--numstat', patch], { cwd: folder });
  const touched = await existing(folder, stdout.trim().split('\n').map(parse));
  await run('git', ['apply', patch], { cwd: folder });
  return touched;
}

/** What runs in browsers is lent from here too: verbs are none of its business. */
async function build(folder: string): Promise<void> {
  const [packages, graphiql] = ['node_modules', 'dist/apps/api/graphiql'];
  await symlink(join(root, packages), join(folder, packages));
  await inCopy(folder, ['node_modules/.bin/swc', 'apps', 'libs', '--out-dir', 'dist', '--quiet']);
  await symlink(join(root, graphiql), join(folder, graphiql));
}

/**
 * Without rules the linter says what the compiler of its types says, in half the processor time of `tsc`, and less where it may
 * leave more garbage; its status tells that it has something to say.
 */
const typeErrors = (folder: string): Promise<string> =>
  inCopy(
    folder,
    ['node_modules/.bin/oxlint', '--allow=all', '--type-aware', '--type-check', '--format=unix'],
    { GOGC: '400' },
  ).then(
    () => '',
    ({ stdout, message }: Error & { stdout?: string }) => stdout || message,
  );

interface Report {
  testResults: { message: string; assertionResults: { title: string; status: string }[] }[];
}

async function runSpec(folder: string, file: string): Promise<Record<string, string>> {
  const report = join(folder, 'report.json');
  const args = ['run', file, '--reporter=json', `--outputFile=${report}`];
  const vitest = [join(folder, 'node_modules/.bin/vitest'), ...args];
  const env = { ...outsideOfVitest(), ARMATURE_TEST_POSTGRES: JSON.stringify(inject('postgres')) };
  const ended = await run(process.execPath, vitest, { cwd: folder, env }).then(
    () => '',
    (error: unknown) => String(error),
  );
  // Where a test fails the process does too, and the report says which; without a report it says why itself.
  const text = await readFile(report, 'utf8').catch(() => Promise.reject(new Error(ended)));
  const { testResults } = JSON.parse(text) as Report;
  return Object.fromEntries(
    testResults.flatMap(({ message, assertionResults }) =>
      assertionResults.length === 0
        ? [[file, message]]
        : assertionResults.map(({ title, status }) => [title, status]),
    ),
  );
}

/** What this process was started with, but for what vitest tells its own workers. */
const outsideOfVitest = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));

const inCopy = async (
  cwd: string,
  args: string[],
  more: Record<string, string> = {},
): Promise<string> =>
  (await run(process.execPath, args, { cwd, env: { ...process.env, ...more } })).stdout;

function parse(line: string): Touched {
  const [added, removed, file = ''] = line.split('\t');
  return { file, added: Number(added), removed: Number(removed) };
}

async function existing(folder: string, all: Touched[]): Promise<Touched[]> {
  const there = await Promise.all(
    all.map(({ file }) => stat(join(folder, file)).then(Boolean, () => false)),
  );
  return all.filter((_, index) => there[index]);
}
