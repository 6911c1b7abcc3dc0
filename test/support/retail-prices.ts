import type { RetailPricesPort } from '#libs/prices';
import { findRows, pageSize } from '../../apps/azure-simulator/src/retail-prices/find-rows.js';

/** The Retail Prices API of the simulator without a network between. */
export const retailInProcess: RetailPricesPort = {
  page: ({ filter, skip }) => {
    const rows = findRows(filter, skip);
    return Promise.resolve(rows && { rows, goesOn: rows.length === pageSize });
  },
};
