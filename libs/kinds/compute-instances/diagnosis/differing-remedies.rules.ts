import { type DifferingRemedies, tagsRemedy } from '#libs/diagnosis';
import { changeableOf } from '#libs/resources';
import { computeInstanceSettings } from '../compute-instance.settings.js';

export const computeInstanceRemedies: DifferingRemedies = {
  known: [
    {
      fields: changeableOf(computeInstanceSettings),
      remedy: 'Update the instance with what shall hold: that sends them again.',
    },
    {
      fields: ['vmSize'],
      remedy: 'Resize it (resizeComputeInstance) to the size that shall hold.',
    },
    tagsRemedy,
  ],
  otherwise:
    'Azure cannot change this on an instance that stands. Look for a policy or a setting of the workspace that asks for what Azure has; where it must be as asked, delete the instance and create it anew.',
};
