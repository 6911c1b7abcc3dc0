import type { PipelineRequest } from '@azure/core-rest-pipeline';

/** The proxy that `proxyPolicy` chose for the request, by the agent that it gave it; undefined where it goes without. */
export const proxyOf = ({ agent }: PipelineRequest): URL | undefined =>
  agent && 'proxy' in agent && agent.proxy instanceof URL ? agent.proxy : undefined;
