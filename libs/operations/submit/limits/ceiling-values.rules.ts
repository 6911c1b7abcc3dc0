import type { ChangedCeiling } from '../decision.js';

/** What the statement that accepts takes of what something comes to. */
export const ceilingValues = (ceiling: ChangedCeiling | null | undefined) => {
  const { before = null, after = null } = ceiling ?? {};
  return {
    weighs: after !== null,
    vCpus: after?.vCpus ?? null,
    hourly: after?.hourly?.amount ?? null,
    currency: after?.hourly?.currency ?? null,
    vCpusBefore: before?.vCpus ?? null,
    hourlyBefore: before?.hourly?.amount ?? null,
  };
};
