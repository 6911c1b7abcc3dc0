import { readFile, writeFile } from 'node:fs/promises';

/** Writes a file that is made from the code; with `--check` compares the committed one, and fails the process where it differs. */
export async function writeOrCheck(file: string, made: string, script: string): Promise<void> {
  if (!process.argv.includes('--check')) return writeFile(file, made);
  if ((await readFile(file, 'utf8').catch(() => '')) === made) return;
  process.stderr.write(
    `${file} is not what the code makes: run npm run ${script} and look at the difference.\n`,
  );
  process.exitCode = 1;
}
