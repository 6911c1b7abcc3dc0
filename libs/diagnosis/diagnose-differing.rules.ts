import type { IgnoredField } from '#libs/resources';
import type { Finding } from './diagnostic.js';

/** What is compared, as people say it. */
export type DifferingNoun = 'cluster' | 'instance' | 'attachment';

/** What can be done about fields of one sort; the first that names a field is the one. */
interface Remedy {
  /** Names of fields, their parts included. */
  fields: readonly string[];
  remedy: string;
}

const anew: Record<DifferingNoun, string> = {
  cluster:
    'Azure cannot change this on a cluster that stands. Look for a policy or a setting of the workspace that asks for what Azure has; where it must be as asked, delete the cluster and create it anew.',
  instance:
    'Azure cannot change this on an instance that stands. Look for a policy or a setting of the workspace that asks for what Azure has; where it must be as asked, delete the instance and create it anew.',
  attachment: 'Detach it, and attach the cluster that it shall be of.',
};

const tags: Remedy = {
  fields: ['costTags'],
  remedy:
    'Set its cost tags again (setCostTags). Where a policy of the subscription changes them, ask for what the policy allows.',
};

const remedies: Record<DifferingNoun, readonly Remedy[]> = {
  cluster: [
    {
      fields: ['scale', 'identity', 'description'],
      remedy: 'Update the cluster with what shall hold: that sends them again.',
    },
    tags,
  ],
  instance: [
    {
      fields: ['idleTimeBeforeShutdown', 'schedules'],
      remedy: 'Update the instance with what shall hold: that sends them again.',
    },
    {
      fields: ['vmSize'],
      remedy: 'Resize it (resizeComputeInstance) to the size that shall hold.',
    },
    tags,
  ],
  attachment: [
    {
      fields: ['namespace', 'description', 'identity', 'defaultInstanceType', 'instanceTypes'],
      remedy:
        'Attach it anew with what shall hold (reattachKubernetesCompute): jobs that run on it are interrupted.',
    },
    {
      ...tags,
      remedy:
        'Set its cost tags again (setCostTags): it is attached anew for that, and jobs that run on it are interrupted. Where a policy of the subscription changes them, ask for what the policy allows.',
    },
  ],
};

const isOf = ({ fields }: Remedy, { field }: IgnoredField): boolean =>
  fields.some((name) => field === name || field.startsWith(`${name}.`));

/** A finding for each sort of fields that Azure reports otherwise than asked, with what can be done about that sort. */
export function settingsDiffer(noun: DifferingNoun, differing: readonly IgnoredField[]): Finding[] {
  const known = remedies[noun];
  const rest = differing.filter((field) => !known.some((remedy) => isOf(remedy, field)));
  const groups = known.map((remedy) => ({
    remedy: remedy.remedy,
    fields: differing.filter((field) => isOf(remedy, field)),
  }));
  return [...groups, { remedy: anew[noun], fields: rest }]
    .filter(({ fields }) => fields.length > 0)
    .map(({ remedy, fields }) => oneFinding(remedy, fields));
}

const oneFinding = (remedy: string, differing: readonly IgnoredField[]): Finding => ({
  code: 'SETTINGS_DIFFER',
  message: `Azure reports other ${differing.map(({ field }) => field).join(' and ')} than asked: somebody changed them outside of Armature, or Azure ignored them.`,
  remedy,
  evidence: { differing },
});
