import type { PricedSize } from './price-table.js';
import type { HourlyPrices } from './prices-of-size.js';

/** One meter for all sizes of one machine: with and without premium disks, and with fewer vCPUs. */
export interface SharedMeter {
  /** e.g. `E16 v3/E16s v3` */
  name: string;
  sizes: readonly PricedSize[];
  /** The one whose rows have isPrimaryMeterRegion; most sizes of a meter have not (docs/azure-facts.md#prices). */
  primary: PricedSize;
}

/** `Standard_E16-4s_v3` is `E16-4s v3`. */
export const skuNameOf = ({ name }: PricedSize): string =>
  name.replace(/^Standard_/, '').replaceAll('_', ' ');

/** The machine under a size: DS11-1_v2, DS11_v2 and D11_v2 are one, and so are E16-4s_v3, E16s_v3 and E16_v3. */
export const machineOf = (name: string): string =>
  name
    .replace(/-\d+/, '')
    .replace(/^(Standard_[A-Z])S(\d)/, '$1$2')
    .replace(/^(Standard_[A-Z]+\d+[a-z]*)s(_|$)/, '$1$2');

/** The meters of a region: sizes of one machine that cost the same. */
export function sharedMeters(
  priced: readonly (readonly [PricedSize, HourlyPrices])[],
): SharedMeter[] {
  const byMachine = Map.groupBy(
    priced,
    ([{ name }, { linux }]) => `${machineOf(name)} ${String(linux)}`,
  );
  return [...byMachine.values()].flatMap((group) => {
    const sizes = group.map(([size]) => size).sort(plainestFirst);
    const [primary] = sizes;
    if (!primary) return [];
    const name = sizes.filter((size) => !isConstrained(size)).map(skuNameOf);
    return [{ name: name.join('/') || skuNameOf(primary), sizes, primary }];
  });
}

const isConstrained = ({ name }: PricedSize): boolean => /-\d/.test(name);

const plainestFirst = (one: PricedSize, other: PricedSize): number =>
  Number(isConstrained(one)) - Number(isConstrained(other)) || one.name.length - other.name.length;
