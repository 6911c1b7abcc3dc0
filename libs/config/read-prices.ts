import { publicCloud } from '#libs/kernel';
import { cloudOf, type PlaceSettings } from './read-place.js';

/** Which prices are shown, and where they are read. */
export interface PricesSettings {
  /** ISO 4217. */
  currency: string;
  /** Where the Retail Prices API is asked, without a path; or why it is not. */
  retail: { endpoint: string; notAsked?: undefined } | { endpoint?: undefined; notAsked: string };
}

/** The Retail Prices API is of public Azure alone (docs/azure-facts.md#prices); an address of its own stands in for it. */
export function readPrices({
  currency,
  endpoint,
  ...place
}: Pick<PlaceSettings, 'cloud' | 'armEndpoint'> & {
  currency: string;
  endpoint: string | undefined;
}): PricesSettings {
  if (endpoint !== undefined) return { currency, retail: { endpoint: new URL(endpoint).origin } };
  const cloud = cloudOf(place) ?? (place.armEndpoint === undefined ? publicCloud : undefined);
  if (cloud?.retailPricesHost !== undefined)
    return { currency, retail: { endpoint: `https://${cloud.retailPricesHost}` } };
  const notAsked = cloud
    ? `No Retail Prices API is published for ${cloud.name}.`
    : 'Where the Retail Prices API is follows from no cloud here, and AZURE_RETAIL_PRICES_ENDPOINT does not say it.';
  return { currency, retail: { notAsked } };
}
