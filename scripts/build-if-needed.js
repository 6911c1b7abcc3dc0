import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Builds when a source is newer than the last build, and otherwise leaves dist/ alone: a system that runs from it keeps
 * its files. Without the development packages nothing can be built, and dist/ is what was brought along. `--mark` only
 * notes that a build was made. No TypeScript: an older Node must come past this to what says which one it wants.
 */
const root = join(import.meta.dirname, '..');
const stamp = join(root, 'dist/.built');
const sources = [
  'apps',
  'libs',
  'scripts/bundle.config.js',
  'nest-cli.json',
  '.swcrc',
  'tsconfig.build.json',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

if (process.argv.includes('--mark')) {
  writeFileSync(stamp, '');
} else if (!existsSync(join(root, 'node_modules/@nestjs/cli'))) {
  if (lastBuild() === 0) {
    console.error('Nothing is built here: npm ci && npm run build, with the development packages.');
    process.exitCode = 1;
  }
} else if (sources.some((source) => newestChange(join(root, source)) > lastBuild())) {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
}

function lastBuild() {
  return statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * The folders' own times count too: they change when a file is removed.
 *
 * @param {string} path
 * @returns {number}
 */
function newestChange(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(path).map((name) => newestChange(join(path, name)));
  return Math.max(stat.mtimeMs, ...inside);
}
