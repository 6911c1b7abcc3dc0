import type { Role } from '#libs/verbs';

/** The roles that hold the one that is asked for. */
export const rolesOf = { APPROVER: ['APPROVER', 'ADMIN'], ADMIN: ['ADMIN'] } as const;

/** Who has to agree before an operation begins, as it was decided when that was accepted. */
export interface ApprovalRequirement {
  /** So many of them. */
  required: number;
  /** Who has it in the team, or on the whole platform; ADMIN holds APPROVER. */
  role: Extract<Role, 'APPROVER' | 'ADMIN'>;
  /** Only these of them; null: all. */
  principalIds: readonly string[] | null;
  /** How many who may were known then. Members of groups of Entra ID are not, but for whom roles name. */
  eligible: number;
  /** So long it waits for them. */
  expiresAfterHours: number;
}
