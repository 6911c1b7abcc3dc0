import { describedEnum } from '../described-enum.js';

export const InferenceRouterServiceType = describedEnum(
  'InferenceRouterServiceType',
  'How inference is reached from outside the cluster.',
  {
    LOAD_BALANCER: 'By a load balancer, which the cluster must offer.',
    NODE_PORT: 'By a port of every node.',
    CLUSTER_IP: 'From inside the cluster alone.',
  },
);
