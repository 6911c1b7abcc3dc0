import { Decimal } from 'decimal.js';

/** Sums and products of prices, to more digits than any of them has. */
export const Exact = Decimal.clone({ precision: 60 });

/** Hours of a month and of a week, as Azure counts them. */
export const hoursAMonth = 730;
export const hoursAWeek = 168;
