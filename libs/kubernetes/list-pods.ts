import {
  CoreV1Api,
  Observable,
  type ConfigurationOptions,
  type V1Pod,
} from '@kubernetes/client-node';
import { readKubeconfig } from './read-kubeconfig.js';

/** A pod as far as we look at it. */
export interface Pod {
  name: string;
  phase: string;
  ready: boolean;
  reason: string | null;
}

const timeoutMs = 10_000;

/**
 * Every pod of the namespace, read with the kubeconfig's current context. Rejects with KubeconfigError where that cannot
 * be used, and where the cluster does not answer; the message holds nothing of the kubeconfig.
 */
export async function listPods(
  kubeconfig: string,
  namespace: string,
  signal: AbortSignal,
): Promise<Pod[]> {
  signal.throwIfAborted();
  const api = readKubeconfig(kubeconfig).makeApiClient(CoreV1Api);
  const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const { items } = await api.listNamespacedPod({ namespace }, endedBy(within));
    return items.map(podOf);
  } catch (error) {
    throw new Error(whyOf(error, within));
  }
}

/** An aborted request is closed, and not only waited for no longer. */
const endedBy = (signal: AbortSignal): ConfigurationOptions => ({
  middleware: [
    {
      pre: (request) => {
        request.setSignal(signal);
        return new Observable(Promise.resolve(request));
      },
      post: (response) => new Observable(Promise.resolve(response)),
    },
  ],
  middlewareMergeStrategy: 'append',
});

function whyOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return `no answer within ${timeoutMs / 1000} s`;
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  if (typeof code === 'number') return `HTTP ${code}`;
  const word = code ?? cause?.code;
  return typeof word === 'string' ? word : 'the connection failed';
}

const podOf = ({ metadata, status }: V1Pod): Pod => {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return {
    name: metadata?.name ?? '',
    phase: status?.phase ?? 'Unknown',
    ready: status?.phase === 'Running' && ready?.status === 'True',
    reason: reasonOf(status) ?? unmetReason(status) ?? null,
  };
};

/** Why the pod has no node yet, else why it is not ready. */
const unmetReason = (status: V1Pod['status']): string | undefined =>
  ['PodScheduled', 'Ready']
    .map((wanted) => status?.conditions?.find(({ type }) => type === wanted))
    .find((condition) => condition?.status === 'False' && condition.reason)?.reason;

/** What a container waits for says more than what the pod says of it. */
const reasonOf = (status: V1Pod['status']): string | undefined =>
  [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
    .map(({ state }) => state?.waiting?.reason ?? state?.terminated?.reason)
    .find((reason) => reason !== undefined && reason !== 'Completed') ?? status?.reason;
