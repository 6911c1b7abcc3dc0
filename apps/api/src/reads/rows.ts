import type { CostEstimate } from '#libs/estimates';
import type { ArmId, ProvisioningError } from '#libs/kernel';
import type { DependencyRole } from '#libs/kinds/workspaces';
import type {
  ApprovalOutcome,
  ApprovalRequirement,
  OperationKind,
  OperationStatus,
  PolicyFinding,
  StepStatus,
} from '#libs/operations';
import type { CostTag, Resource } from '#libs/resources';
import type { TeamRow } from '#libs/tenants';
import type { Role } from '#libs/verbs';

export interface PrincipalRow {
  id: string;
  kind: 'USER' | 'BOT' | 'SYSTEM';
  displayName: string;
}

/** A principal by itself, with what is not shown of those who did something. */
export interface WholePrincipalRow extends PrincipalRow {
  /** Null: it may act. */
  disabledAt: Date | null;
  /** Null: it comes with keys alone. */
  entraObjectId: string | null;
}

export interface EntraGroupRow {
  id: string;
  objectId: string;
  tenantId: string;
}

/** A role; held by a principal or by a group. Dates inside are Date. */
export interface RoleGrantRow {
  id: string;
  role: Role;
  team: TeamRow | null;
  principal: PrincipalRow | null;
  entraGroup: EntraGroupRow | null;
  /** Null: an app role, which a token gives. */
  createdAt: Date | null;
  createdBy: PrincipalRow | null;
}

export interface StepRow {
  name: string;
  status: StepStatus;
  attempt: number;
  message: string | null;
  rawState: string | null;
  startedAt: string | null;
  completedAt: string | null;
  error: ProvisioningError | null;
  submitting: boolean;
}

/** An operation with its steps; dates are Date, or text where it came inside another row. */
/** Who has to agree to an operation, and who said what; dates are text. */
export interface ApprovalRow {
  requirement: ApprovalRequirement;
  /** All that was found when it was decided. */
  findings: PolicyFinding[];
  decisions: {
    by: PrincipalRow;
    outcome: ApprovalOutcome;
    comment: string | null;
    at: string;
    channel: string;
  }[];
  expiresAt: string;
}

export interface OperationRow {
  id: string;
  kind: OperationKind;
  status: OperationStatus;
  targetId: string;
  targetName: string;
  teamId: string;
  idempotencyKey: string | null;
  /** The plan that it carries out; null: none was made. */
  planId: string | null;
  /** As it was estimated when it was accepted; null: nothing that is known to be billed. Absent where it was not asked for. */
  cost?: CostEstimate | null;
  /** Null: nobody has to agree. Absent where it was not asked for. */
  approval?: ApprovalRow | null;
  error: ProvisioningError | null;
  cancelRequestedAt: Date | null;
  createdAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
  requestedBy: PrincipalRow;
  steps: StepRow[];
}

export interface MadeRow {
  role: DependencyRole;
  armId: ArmId;
}

/** A resource with all that a page shows of it; dates inside `parent` and `operations` are text. */
export interface ResourceRow extends Resource {
  /** False: found in Azure, and claimed by no team. */
  managed: boolean;
  /** When something of it last changed that is shown. */
  changedAt: Date;
  team: TeamRow;
  createdBy: PrincipalRow | null;
  costTags: CostTag[];
  /** What was made for a workspace and stands; absent where that was not asked for. */
  made?: MadeRow[];
  parent: ResourceRow | null;
  /** Whether an operation is at work on it; absent where that was not asked for. */
  underWay?: boolean;
  /** The latest, where they were asked for. */
  operations: OperationRow[] | null;
}
