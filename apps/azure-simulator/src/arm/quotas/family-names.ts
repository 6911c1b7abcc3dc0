import { vmFamilies } from '../vm-sizes/vm-sizes.js';

export type Priority = 'Dedicated' | 'LowPriority';

/** How usages and quotas call a family of vmSizes: by display text and by the last segment of an id. */
export interface FamilyName {
  family: string;
  display: string;
  segment: string;
}

const priorityWords: Record<Priority, string> = {
  Dedicated: 'Dedicated',
  LowPriority: 'LowPriority',
};

/** Families that usages call otherwise than vmSizes (docs/azure-facts.md#usages). */
const otherNames: Readonly<Record<string, string>> = {
  standardNDSH100v5Family: 'standardNDv5H100Family',
};

/** As the machine name of a line of usages has it. */
export const usageName = (family: string): string => otherNames[family] ?? family;

/** standardDSv2Family -> Standard DSv2 Family Cluster Dedicated vCPUs */
export function familyName(family: string, priority: Priority): FamilyName {
  const series = usageName(family)
    .replace(/^standard/i, '')
    .replace(/Family$/, '');
  const display = `Standard ${series} Family Cluster ${priorityWords[priority]} vCPUs`;
  return { family, display, segment: display.replaceAll(' ', '_') };
}

const bySegment = new Map(
  vmFamilies.map((family) => [familyName(family, 'Dedicated').segment.toLowerCase(), family]),
);

/** The dedicated family that a quota id's last segment names. */
export const familyOfSegment = (segment: string): string | undefined =>
  bySegment.get(segment.toLowerCase());
