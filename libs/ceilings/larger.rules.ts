import { Decimal } from 'decimal.js';
import type { Ceiling } from '#libs/estimates';

/** The larger of both, each by itself; what is not known of one is that of the other. */
export const larger = (one: Ceiling, other: Ceiling): Ceiling => ({
  vCpus:
    one.vCpus === null || other.vCpus === null
      ? (one.vCpus ?? other.vCpus)
      : Math.max(one.vCpus, other.vCpus),
  hourly: dearer(one.hourly, other.hourly),
});

const dearer = (one: Ceiling['hourly'], other: Ceiling['hourly']): Ceiling['hourly'] => {
  if (!one || !other) return one ?? other;
  return new Decimal(one.amount).gte(other.amount) ? one : other;
};
