import { describedEnum } from '../described-enum.js';

export const ConnectivityStatus = describedEnum(
  'ConnectivityStatus',
  'Whether a cluster can be reached through Azure.',
  {
    CONNECTING: 'Not heard of yet.',
    CONNECTED: 'Heard of in the last 15 minutes; of an AKS cluster: it runs.',
    OFFLINE: 'Not heard of for 15 minutes; of an AKS cluster: it is stopped.',
    EXPIRED: 'Its certificate ran out: it must be connected anew.',
    AGENT_NOT_INSTALLED: 'Azure knows of it, and no agents are installed in it.',
    UNKNOWN: 'Azure said nothing, or a word that is newer than this gateway.',
  },
);
