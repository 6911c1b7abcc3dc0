import '#libs/node-version';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { pages } from './reference/pages.js';

const folder = 'docs/reference';

/** `--check` compares the committed pages with what the code makes; without it they are written. */
async function main(): Promise<void> {
  const isCheck = process.argv.includes('--check');
  await mkdir(folder, { recursive: true });
  for (const [name, print] of Object.entries(pages)) {
    const file = `${folder}/${name}`;
    if (!isCheck) await writeFile(file, print());
    else if ((await readFile(file, 'utf8').catch(() => '')) !== print()) refuse(file);
  }
}

function refuse(file: string): void {
  process.stderr.write(
    `${file} is not what the code makes: run npm run reference:print and look at the difference.\n`,
  );
  process.exitCode = 1;
}

await main();
