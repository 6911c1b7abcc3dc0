import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A price in USD an hour, as text. */
export interface ListedPrice {
  usdHour: string;
  /** As high as with Windows: it is one of a machine with Windows. */
  isOfWindows: boolean;
}

export interface PricedSize {
  name: string;
  /** As Azure's Compute calls it, e.g. standardDSv2Family. */
  family: string;
  vCpus: number;
  /** By region. */
  prices: ReadonlyMap<string, ListedPrice>;
  /** In West Europe; undefined where none is known. */
  lowPriority: ListedPrice | undefined;
  /** What is said of it in the table, by column. */
  facts: Readonly<Record<string, string>>;
}

export interface PriceTable {
  regions: readonly string[];
  sizes: readonly PricedSize[];
  /** By names in lower case. */
  find(name: string): PricedSize | undefined;
}

/** Columns before those of the regions. */
const factColumns = 8;
/** Low priority is a fifth of Linux; two fifths are of Windows (data/README.md). */
const partOfWindows = 0.3;

let table: PriceTable | undefined;

/** The prices of `data/`, read once. */
export const priceTable = (): PriceTable => (table ??= readTable());

function readTable(): PriceTable {
  const lowPriority = new Map(
    lines('vm-low-priority-prices.csv').map(([name = '', dedicated = '', low = '']) => [
      name,
      { usdHour: low, isOfWindows: Number(low) / Number(dedicated) > partOfWindows },
    ]),
  );
  const [head = [], ...rows] = lines('vm-prices.csv');
  const regions = head.slice(factColumns);
  const sizes = rows.map((row): PricedSize => {
    const facts = Object.fromEntries(head.slice(0, factColumns).map((name, at) => [name, row[at]]));
    const name = row[0] ?? '';
    return {
      name,
      family: row[1] ?? '',
      vCpus: Number(row[2]),
      prices: pricesOf(regions, row.slice(factColumns)),
      lowPriority: lowPriority.get(name),
      facts: facts as Record<string, string>,
    };
  });
  const byName = new Map(sizes.map((size) => [size.name.toLowerCase(), size]));
  return { regions, sizes, find: (name) => byName.get(name.toLowerCase()) };
}

const pricesOf = (
  regions: readonly string[],
  cells: readonly string[],
): ReadonlyMap<string, ListedPrice> =>
  new Map(
    regions.flatMap((region, at) => {
      const cell = cells[at] ?? '';
      if (cell === '') return [];
      return [[region, { usdHour: cell.replace('!', ''), isOfWindows: cell.endsWith('!') }]];
    }),
  );

const lines = (file: string): string[][] =>
  readFileSync(join(dataFolder(), file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

/** From this file upwards: the compiled files lie elsewhere than the sources. */
function dataFolder(): string {
  const path = 'apps/azure-simulator/data';
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, path, 'vm-prices.csv'))) return join(folder, path);
  throw new Error(`looking for ${path} above ${import.meta.dirname}: not there`);
}
