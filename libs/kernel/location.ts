/** `West US 2`, `(US) West US 2` as portals show it, and `westus2` are one region: ARM compares them so. */
export const normaliseLocation = (location: string): string =>
  location
    .toLowerCase()
    .replace(/^\s*\([a-z ]+\)/, '')
    .replaceAll(/\s/g, '');

/** Whether it can be a region's name, however it is written; which regions there are only Azure knows. */
export const isLocation = (location: string): boolean =>
  /^[a-z][a-z0-9]{2,40}$/.test(normaliseLocation(location));
