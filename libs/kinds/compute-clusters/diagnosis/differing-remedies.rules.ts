import { type DifferingRemedies, tagsRemedy } from '#libs/diagnosis';
import { changeableOf } from '#libs/resources';
import { computeClusterSettings } from '../compute-cluster.settings.js';

export const computeClusterRemedies: DifferingRemedies = {
  known: [
    {
      fields: changeableOf(computeClusterSettings),
      remedy: 'Update the cluster with what shall hold: that sends them again.',
    },
    tagsRemedy,
  ],
  otherwise:
    'Azure cannot change this on a cluster that stands. Look for a policy or a setting of the workspace that asks for what Azure has; where it must be as asked, delete the cluster and create it anew.',
};
