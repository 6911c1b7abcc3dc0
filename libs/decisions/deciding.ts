import { rememberPrices } from '#libs/estimates';
import type { Decide } from '#libs/operations';
import type { PriceSettings } from '#libs/prices';
import { findCost } from './find-cost.js';

/** What decisions are made with, beside what a request brings. */
export interface DecisionSettings {
  prices: PriceSettings;
}

/**
 * Decides on proposals, part by part: each may read what those before it said. A new part comes here in its turn (estimate, quota,
 * policies, approval), with its field of Decision, and where it refuses or warns, with that (ADR 0066).
 */
export function deciding({ prices }: DecisionSettings): Decide {
  const findPrices = rememberPrices(prices);
  return async (asked) => {
    const cost = await findCost(findPrices, asked);
    return { usage: asked.usage, cost, warnings: [], refusals: [] };
  };
}
