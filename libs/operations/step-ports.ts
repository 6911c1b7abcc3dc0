import type { Sql } from '#libs/database';
import type { ArmId } from '#libs/kernel';
import type { Resource } from '#libs/resources';
import type { ArmPort } from './arm.port.js';
import type { Operation } from './operation.js';

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

/** What a step tells of itself to whoever takes in what stands in Azure. */
export interface Taking {
  arm: ArmPort;
  operation: Operation;
  /** The operation's target. */
  resource: Resource;
  signal: AbortSignal;
  store<T>(what: string, work: (sql: Sql) => Promise<T>): Promise<T>;
}

/** A workspace of a team, as far as its computes are listed. */
export interface StandingWorkspace {
  id: string;
  armId: ArmId;
}

/** What stands in Azure and becomes the operation's team's, each once, however often it is asked. Rejects as ARM and the store do. */
export interface StandingPort {
  /** The workspaces of the group that is the target. Answers how many are the team's now. */
  takeInWorkspaces(taking: Taking): Promise<number>;
  /** The connected clusters of the group that is the target: attachments are taken in with theirs. */
  takeInConnectedClusters(taking: Taking): Promise<void>;
  /** The workspace after that one, of those that are the target or lie in it; undefined: there is none. */
  nextWorkspace(taking: Taking, after: string | null): Promise<StandingWorkspace | undefined>;
  /** Its computes and attachments. */
  takeInComputes(taking: Taking, workspace: StandingWorkspace): Promise<TakenComputes>;
}

/** What came of the computes of one workspace. */
export interface TakenComputes {
  /** How many are the team's now. */
  count: number;
  /** Attachments, by ARM id, of clusters that have no row. */
  leftOut: ArmId[];
}

/** What steps may ask beside ARM. */
export interface StepPorts {
  secrets: SecretPort;
  kubernetes: KubernetesPort;
  standing: StandingPort;
}

const nobodyTakesIn = async (): Promise<never> => {
  throw new Error('nobody here takes in what stands in Azure');
};

/** Where a worker has none: every secret is missing. */
export const noPorts: StepPorts = {
  secrets: { read: async () => undefined },
  kubernetes: { whyNotUsable: () => undefined, listPods: async () => [] },
  standing: {
    takeInWorkspaces: nobodyTakesIn,
    takeInConnectedClusters: nobodyTakesIn,
    nextWorkspace: nobodyTakesIn,
    takeInComputes: nobodyTakesIn,
  },
};
