import '#libs/node-version';
import { mkdir } from 'node:fs/promises';
import { pages } from './reference/pages.js';
import { writeOrCheck } from './write-or-check.js';

const folder = 'docs/reference';

await mkdir(folder, { recursive: true });
for (const [name, print] of Object.entries(pages))
  await writeOrCheck(`${folder}/${name}`, print(), 'reference:print');
