/** An object as JSON has it. */
export type Json = Record<string, unknown>;

/** True for an object, false for null and lists. */
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
