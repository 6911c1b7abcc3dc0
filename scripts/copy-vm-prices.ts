import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/*
 * Writes apps/azure-simulator/data from the tables that its README names: `node scripts/copy-vm-prices.ts <folder>`.
 * One line a size instead of one a size and region; what follows from the rest is left out.
 */

const [folder] = parseArgs({ allowPositionals: true }).positionals;
if (folder === undefined) throw new Error('name the folder with the three tables');
const data = join(import.meta.dirname, '../apps/azure-simulator/data');

type Line = Record<string, string>;

function read(file: string): Line[] {
  const [head = '', ...lines] = readFileSync(join(String(folder), file), 'utf8')
    .trimEnd()
    .split('\n');
  const names = head.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']));
  });
}

function write(file: string, lines: readonly (readonly (string | undefined)[])[]): void {
  writeFileSync(join(data, file), lines.map((line) => `${line.join(',')}\n`).join(''));
}

const kept = [
  'vmSize',
  'family',
  'vCPUs',
  'vCPUsAvailable',
  'memoryGiB',
  'gpus',
  'lowPriorityCapable',
  'arch',
];
const prices = read('azure_vm_prices_linux_usd.csv');
const regions = [...new Set(prices.map(({ region }) => region ?? ''))].sort();
const cells = new Map(
  prices.map(({ vmSize, region, linuxUsdHour, suspect }) => [
    `${vmSize} ${region}`,
    `${linuxUsdHour}${suspect === '1' ? '!' : ''}`,
  ]),
);
write('vm-prices.csv', [
  [...kept, ...regions],
  ...read('azure_vm_sizes.csv').map((size) => [
    ...kept.map((name) => size[name]),
    ...regions.map((region) => cells.get(`${size['vmSize']} ${region}`)),
  ]),
]);

const lowPriority = ['vmSize', 'dedicatedUsdHour', 'lowPriorityUsdHour'];
write('vm-low-priority-prices.csv', [
  lowPriority,
  ...read('azure_batch_low_priority_westeurope_like.csv').map((line) =>
    lowPriority.map((name) => line[name]),
  ),
]);
