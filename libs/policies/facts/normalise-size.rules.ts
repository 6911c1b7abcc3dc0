/** How sizes of Azure begin; prefixes such as `Standard_NC` count too, and `Standard_E16-4s_v3`. */
const size = /^(?:standard|basic)_[\w-]*$/i;

/** Whether a text names a VM size, or the beginning of one, in any case. */
export const isSize = (text: string): boolean => size.test(text);

/** A VM size, or the beginning of one, in lower case: Azure reads them in any case. Everything else as it is. */
export const normaliseSize = (value: unknown): unknown =>
  typeof value === 'string' && isSize(value) ? value.toLowerCase() : value;
