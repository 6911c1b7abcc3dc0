import type { Role } from '#libs/verbs';

/** What is done about a request to which a policy applies. */
export const policyEffects = ['DENY', 'WARN', 'REQUIRE_APPROVAL', 'SET_DEFAULT'] as const;
export type PolicyEffect = (typeof policyEffects)[number];

/** Who has to agree: so many of those who have the role, or of the principals that are named. */
export interface PolicyApproval {
  required: number;
  role: Role;
  /** Empty: anybody who has the role. */
  principalIds: readonly string[];
}

/** What a policy says. */
export interface PolicyRule {
  name: string;
  description: string | null;
  /** Mutations by their names; empty: all that submit an operation. */
  verbs: readonly string[];
  /** CEL (ADR 0069). */
  condition: string;
  effect: PolicyEffect;
  message: string;
  /** Of REQUIRE_APPROVAL. */
  approval: PolicyApproval | null;
  /** Of SET_DEFAULT: values by the names of fields. */
  defaults: Readonly<Record<string, unknown>> | null;
  enabled: boolean;
}

/** A rule of the house, as it is kept. */
export interface Policy extends PolicyRule {
  id: string;
  /** Null: of the whole platform. */
  teamId: string | null;
  version: number;
}

/** What SET_DEFAULT has set of a request before it was decided on. */
export interface Defaulted {
  findings: readonly PolicyFinding[];
  /** Which policies of that effect there were, by ids and versions; null: those of a plan that is carried out. */
  policies: string | null;
}

/** A policy that applies to a request, as it was when that was decided. */
export interface PolicyFinding {
  policy: Policy;
  /** DENY too where the condition could not be evaluated. */
  effect: PolicyEffect;
  message: string;
  /** What SET_DEFAULT has set; null otherwise. */
  field: readonly string[] | null;
  /** Present where the condition could not be evaluated. */
  erred?: true;
}
