import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

/**
 * `npm run zones:check`: which time zone data are in use, and whether their package has a newer release. It only tells:
 * it ends well whatever it finds, offline too.
 */
const name = 'moment-timezone';
const require = createRequire(import.meta.url);
const { version } = require(`${name}/package.json`) as { version: string };
const data = require(`${name}/data/packed/latest.json`) as { version: string };
console.log(`In use: ${name} ${version} with IANA's time zone data ${data.version}.`);

try {
  const { stdout } = await promisify(execFile)('npm', ['view', name, 'version'], {
    timeout: 30_000,
  });
  const newest = stdout.trim();
  console.log(
    newest === version
      ? 'No newer release of the package is out.'
      : `${name} ${newest} is out: npm install --save-exact ${name}@${newest}, then npm test.`,
  );
} catch (error) {
  const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
  console.log(`Whether a newer one is out could not be asked: ${why}`);
}
