/** Secrets that requests name by reference. */
export interface SecretPort {
  /** The secret behind a reference of this team's (ADR 0012); undefined where there is none. Never store or log it. */
  read(teamId: string, reference: string): Promise<string | undefined>;
}

/** A pod as far as verification needs it. */
export interface PodState {
  name: string;
  /** Pending, Running, Succeeded, Failed or Unknown. */
  phase: string;
  ready: boolean;
  /** Why it is not ready, in Kubernetes' words; null where it said nothing. */
  reason: string | null;
}

/** A cluster's own Kubernetes API. */
export interface KubernetesPort {
  /** Why a kubeconfig cannot be used, whatever its cluster answers; undefined where it can. Holds no secret. */
  whyNotUsable(kubeconfig: string): string | undefined;
  /** Every pod of the namespace. Rejects where the cluster does not answer; the message holds no secret. */
  listPods(kubeconfig: string, namespace: string, signal: AbortSignal): Promise<PodState[]>;
}

/** What steps may ask beside ARM. */
export interface StepPorts {
  secrets: SecretPort;
  kubernetes: KubernetesPort;
}

/** Where a worker has neither: every secret is missing. */
export const noPorts: StepPorts = {
  secrets: { read: async () => undefined },
  kubernetes: { whyNotUsable: () => undefined, listPods: async () => [] },
};
