import type { Finding } from './diagnostic.js';
import type { IgnoredField } from './ignored-field.js';

/** `differing`: settings that an update can send again, as asked and as Azure reports them. */
export function settingsDiffer(
  noun: 'instance' | 'cluster',
  differing: readonly IgnoredField[],
): Finding[] {
  if (differing.length === 0) return [];
  const names = differing.map(({ field }) => field).join(' and ');
  return [
    {
      code: 'SETTINGS_DIFFER',
      message: `Azure reports other ${names} than asked: somebody changed them outside of Armature, or Azure ignored them.`,
      remedy: `Update the ${noun} with what shall hold: that sends them again.`,
      evidence: { differing },
    },
  ];
}
