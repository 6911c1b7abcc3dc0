import type { ArmId, ProvisioningError } from '#libs/kernel';
import type { ReadRow, ResourceBody, ResourceKind, Settings, StoredRow } from '#libs/resources';
import type { OperationKind } from './operation.js';
import type { OperationDefinition } from './step.js';

/** A kind of resource, as the engine has to know it. */
export interface ManagedKind {
  kind: ResourceKind;
  /** What can be done with it. */
  operations: readonly OperationDefinition[];
  /** What ARM says of it, as `resource.observed` keeps it. Never throws. */
  observe(body: ResourceBody): object;
  /** Where ARM says what is wrong in fields or words of its own; absent: as it does of most. */
  errorsIn?(body: ResourceBody): ProvisioningError[];
  /** A row as far as it can be read. Never throws. */
  read(row: StoredRow): ReadRow<object, object>;
  /** Everything about its settings, of which what is compared, sent and refused follows. */
  settings: Settings;
  /** True where it is made of machines of a region: their quota can run out, and names are unique among all of them there. */
  hasMachines?: true;
  /** What stays in Azure and costs money once it was deleted or stopped; absent: nothing. `input` is that of the steps. */
  leaves?(left: Left): Leaving[];
  /** True for what Armature only reads. */
  readOnly?: true;
  /** What is shown while an operation's outcome is unknown; absent: what was last observed. */
  whenUnknown?(observed: object): object;
  /**
   * True while Azure is still carrying something out on it, whatever its provisioningState says. Called with
   * bodies of any kind.
   */
  isAtWork?(body: ResourceBody): boolean;
}

/** What is deleted or stopped, as it stands. */
export interface Left {
  armId: ArmId;
  desired: object;
  observed: object | null;
  operation: OperationKind;
  input: Readonly<Record<string, unknown>>;
}

/** Something that stays, and why. */
export interface Leaving {
  armId: ArmId;
  note: string;
}
