/** How sizes of Azure begin; prefixes such as `Standard_NC` count too. */
const size = /^(?:standard|basic)_\w*$/i;

/** A VM size, or the beginning of one, in lower case: Azure reads them in any case. Everything else as it is. */
export const normaliseSize = (value: unknown): unknown =>
  typeof value === 'string' && size.test(value) ? value.toLowerCase() : value;
