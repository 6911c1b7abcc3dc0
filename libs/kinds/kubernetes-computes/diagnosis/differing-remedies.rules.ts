import { type DifferingRemedies, tagsRemedy } from '#libs/diagnosis';

export const kubernetesComputeRemedies: DifferingRemedies = {
  known: [
    {
      fields: ['namespace', 'description', 'identity', 'defaultInstanceType', 'instanceTypes'],
      remedy:
        'Attach it anew with what shall hold (reattachKubernetesCompute): jobs that run on it are interrupted.',
    },
    {
      ...tagsRemedy,
      remedy:
        'Set its cost tags again (setCostTags): it is attached anew for that, and jobs that run on it are interrupted. Where a policy of the subscription changes them, ask for what the policy allows.',
    },
  ],
  otherwise: 'Detach it, and attach the cluster that it shall be of.',
};
