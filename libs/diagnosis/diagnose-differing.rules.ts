import type { IgnoredField } from '#libs/resources';
import type { Finding } from './diagnostic.js';

/** What can be done about fields of one sort; the first that names a field is the one. */
interface Remedy {
  /** Names of fields, their parts included. */
  fields: readonly string[];
  remedy: string;
}

/** What a kind advises where Azure reports settings otherwise than asked. */
export interface DifferingRemedies {
  known: readonly Remedy[];
  /** Of fields that no remedy names. */
  otherwise: string;
}

export const tagsRemedy: Remedy = {
  fields: ['costTags'],
  remedy:
    'Set its cost tags again (setCostTags). Where a policy of the subscription changes them, ask for what the policy allows.',
};

const isOf = ({ fields }: Remedy, { field }: IgnoredField): boolean =>
  fields.some((name) => field === name || field.startsWith(`${name}.`));

/** A finding for each sort of fields that Azure reports otherwise than asked, with what can be done about that sort. */
export function settingsDiffer(
  { known, otherwise }: DifferingRemedies,
  differing: readonly IgnoredField[],
): Finding[] {
  const rest = differing.filter((field) => !known.some((remedy) => isOf(remedy, field)));
  const groups = known.map((remedy) => ({
    remedy: remedy.remedy,
    fields: differing.filter((field) => isOf(remedy, field)),
  }));
  return [...groups, { remedy: otherwise, fields: rest }]
    .filter(({ fields }) => fields.length > 0)
    .map(({ remedy, fields }) => oneFinding(remedy, fields));
}

const oneFinding = (remedy: string, differing: readonly IgnoredField[]): Finding => ({
  code: 'SETTINGS_DIFFER',
  message: `Azure reports other ${differing.map(({ field }) => field).join(' and ')} than asked: somebody changed them outside of Armature, or Azure ignored them.`,
  remedy,
  evidence: { differing },
});
