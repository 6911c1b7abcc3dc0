import type { z } from 'zod';
import type { ProvisioningError } from '#libs/kernel';
import type {
  IgnoredField,
  ReadRow,
  ResourceBody,
  ResourceKind,
  StoredRow,
  Tag,
} from '#libs/resources';
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
  /** Every field that Azure has otherwise than asked, cost tags included. */
  compare(desired: object, costTags: readonly Tag[], observed: object): IgnoredField[];
  /** Fields of the desired state that have another name in `observed`, or in a difference. */
  toldAs?: Readonly<Record<string, { observed: string; difference: string }>>;
  /**
   * What it sends of its desired state, for the ARM ids in there: a creation sends all of it, a change the fields that
   * `byChange` is true for. Absent: it names nothing in Azure.
   */
  sends?: {
    schema: z.ZodType;
    byChange(field: string, asked: readonly string[] | undefined): boolean;
  };
  /** True where it is made of machines of a region: their quota can run out, and names are unique among all of them there. */
  hasMachines?: true;
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
