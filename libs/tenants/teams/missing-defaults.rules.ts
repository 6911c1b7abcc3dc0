import type { Warning } from '#libs/kernel';

/** What a team gives to the cost tags of what it makes. */
interface Defaults {
  costCenter: string;
  defaultCostTags: Readonly<Record<string, string>>;
}

/** A COST_TAG_WITHOUT_DEFAULT for each key that everything must carry, and that the team has no value for. Case does not count. */
export function missingDefaults(
  { costCenter, defaultCostTags }: Defaults,
  required: readonly string[],
): Warning[] {
  const values = new Map([
    ['costcenter', costCenter],
    ...Object.entries(defaultCostTags).map(([key, value]) => [key.toLowerCase(), value] as const),
  ]);
  return required
    .filter((key) => (values.get(key.toLowerCase()) ?? '').trim() === '')
    .map((key) => ({
      code: 'COST_TAG_WITHOUT_DEFAULT',
      message: `The cost tag '${key}' is required, and the team has no default for it: each request must give it.`,
      field: ['input', 'defaultCostTags'],
    }));
}
