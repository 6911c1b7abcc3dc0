import { priceTable } from './price-table.js';
import { readFilter, type Filter } from './read-filter.js';
import { guidOf, type RetailItem } from './retail-item.js';
import { rowsOfRegion } from './rows-of-region.js';

export const pageSize = 1_000;

/**
 * The page from `skip` on of what a filter lets through; all rows of all regions where there is none. Empty at the end, undefined past it.
 * Throws FilterError for a filter that cannot be read.
 */
export function findRows(
  filterText: string | null,
  skip: number,
): readonly RetailItem[] | undefined {
  const { holds, regions } = filterText === null ? everything : leaky(readFilter(filterText));
  let left = skip;
  const items: RetailItem[] = [];
  for (const region of new Set(regions ?? priceTable().regions)) {
    for (const row of rowsOfRegion(region)) {
      if (!holds(row)) continue;
      if (left > 0) left -= 1;
      else items.push(row);
      if (items.length === pageSize) return items;
    }
  }
  return left > 0 ? undefined : items;
}

const everything: Filter = { holds: () => true };

/** Some reservations come although only consumption is asked for (docs/azure-facts.md#prices): always the same ones. */
const leaky = ({ holds, regions }: Filter): Filter => ({
  holds: (item) =>
    holds(item) ||
    (item.type === 'Reservation' &&
      guidOf(item.meterId).startsWith('0') &&
      holds({ ...item, type: 'Consumption' })),
  regions,
});
