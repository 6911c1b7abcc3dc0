import { Decimal } from 'decimal.js';

/** An amount, never as a floating-point number: `0.293` and `USD`. */
export interface Money {
  amount: string;
  currency: string;
}

/** As people write it: without an exponent, and without zeros at its end. */
export const amountOf = (amount: Decimal.Value): string => new Decimal(amount).toFixed();
