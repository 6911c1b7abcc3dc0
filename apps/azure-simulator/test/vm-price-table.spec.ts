import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { priceTable, type PricedSize } from '../src/retail-prices/price-table.js';

const data = join(import.meta.dirname, '../data');
const tables = join(process.cwd(), '../shared/azure-prices');

const { sizes, regions } = priceTable();

/** The tables that the copy was made from, made again from what is read of it. */
const madeAgain: Readonly<Record<string, () => string>> = {
  'azure_vm_prices_linux_usd.csv': () =>
    csv(
      'vmSize,region,linuxUsdHour,suspect',
      sizes.flatMap(({ name, prices }) =>
        [...prices].map(([region, { usdHour, isOfWindows }]) => [
          name,
          region,
          usdHour,
          isOfWindows ? '1' : '0',
        ]),
      ),
    ),
  'azure_vm_sizes.csv': () =>
    csv(
      'vmSize,family,vCPUs,vCPUsAvailable,memoryGiB,gpus,lowPriorityCapable,arch,regionsPriced,minUsdHour,maxUsdHour',
      sizes.map((size) => [
        ...Object.values(size.facts),
        String(size.prices.size),
        ...extremes(size),
      ]),
    ),
  'azure_batch_low_priority_westeurope_like.csv': () => {
    const [, ...lines] = readFileSync(join(data, 'vm-low-priority-prices.csv'), 'utf8')
      .trimEnd()
      .split('\n');
    return csv(
      'vmSize,family,dedicatedUsdHour,lowPriorityUsdHour,ratio',
      lines.map((line) => {
        const [name = '', dedicated = '', low = ''] = line.split(',');
        const { family = '' } = priceTable().find(name) ?? {};
        return [name, family, dedicated, low, (Number(low) / Number(dedicated)).toFixed(3)];
      }),
    );
  },
};

const csv = (head: string, lines: readonly (readonly string[])[]): string =>
  [head, ...lines.map((line) => line.join(','))].map((line) => `${line}\n`).join('');

function extremes({ prices }: PricedSize): string[] {
  const sorted = [...prices.values()]
    .map(({ usdHour }) => usdHour)
    .sort((one, other) => Number(one) - Number(other));
  return [sorted[0] ?? '', sorted.at(-1) ?? ''];
}

const digests = readFileSync(join(data, 'sources.sha256'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split(/ +/) as [string, string]);

describe('the copy of the prices', () => {
  it('has every size and region', () => {
    expect(sizes).toHaveLength(1_504);
    expect(regions).toHaveLength(57);
    expect(sizes.reduce((sum, { prices }) => sum + prices.size, 0)).toBe(59_480);
  });

  it.each(digests)('makes the table with digest %s again: %s', (digest, file) => {
    expect(
      createHash('sha256')
        .update(madeAgain[file]?.() ?? '')
        .digest('hex'),
    ).toBe(digest);
  });

  it.skipIf(!existsSync(tables)).each(digests)(
    'was made from a table with digest %s (../shared/azure-prices/%s)',
    (digest, file) => {
      const text = readFileSync(join(tables, file));
      expect(createHash('sha256').update(text).digest('hex')).toBe(digest);
    },
  );
});
