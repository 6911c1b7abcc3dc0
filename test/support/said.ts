import type { Findings } from '#libs/resources';

/** Findings by code and field, refusals first. */
export const said = ({ errors, warnings }: Findings): string[] =>
  [...errors, ...warnings].map(({ code, field }) => `${code} ${(field ?? []).join('.')}`);
