import '#libs/node-version';
import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { printSchema } from './graphql/print-schema.js';

const file = 'schema.graphql';

/** `--check` compares the committed schema with the one that the code makes; without it the file is written. */
async function main(): Promise<void> {
  const printed = await printSchema();
  if (!process.argv.includes('--check')) return writeFile(file, printed);
  if ((await readFile(file, 'utf8')) === printed) return;
  process.stderr.write(
    `${file} is not what the code makes: run npm run schema:print and look at the difference.\n`,
  );
  process.exitCode = 1;
}

await main();
