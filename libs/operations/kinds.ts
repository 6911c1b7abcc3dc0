import {
  factsOf,
  type IgnoredField,
  type ReadRow,
  type Resource,
  type ResourceBody,
  type ResourceFacts,
  type ResourceKind,
  type StoredRow,
  type Tag,
} from '#libs/resources';
import { compareStored } from './compare-stored.rules.js';
import type { KindReader } from './kind-reader.port.js';
import type { ManagedKind } from './managed-kind.js';
import type { OperationKind } from './operation.js';
import type { OperationDefinition } from './step.js';

/** What this process can manage, by name. */
export class Kinds<K extends ManagedKind = ManagedKind> implements KindReader {
  /** Every operation on any of them. */
  readonly operations: readonly OperationDefinition[];
  private readonly byKind: ReadonlyMap<ResourceKind, K>;
  private readonly byOperation: ReadonlyMap<OperationKind, OperationDefinition>;

  constructor(readonly all: readonly K[]) {
    this.operations = all.flatMap(({ operations }) => operations);
    this.byKind = new Map(all.map((kind) => [kind.kind, kind]));
    this.byOperation = new Map(this.operations.map((operation) => [operation.kind, operation]));
  }

  /** Throws for a kind of another release. */
  of(kind: ResourceKind): K {
    return known(this.byKind, kind);
  }

  /** Kinds that are made of machines of a region. */
  get machines(): ResourceKind[] {
    return this.all.filter(({ hasMachines }) => hasMachines).map(({ kind }) => kind);
  }

  /** Kinds that Armature only reads. */
  get readOnly(): ResourceKind[] {
    return this.all.filter(({ readOnly }) => readOnly).map(({ kind }) => kind);
  }

  /** The operations that make their target. */
  get creations(): OperationKind[] {
    return this.operations.filter(({ during }) => during === 'CREATING').map(({ kind }) => kind);
  }

  /** The operations that take their target away. */
  get deletions(): OperationKind[] {
    return this.operations.filter(({ during }) => during === 'DELETING').map(({ kind }) => kind);
  }

  /** The operations that take their target away and make it anew. */
  get replacements(): OperationKind[] {
    return this.operations.filter(({ makesAnew }) => makesAnew).map(({ kind }) => kind);
  }

  /** False for an operation, or a target, of another release. */
  knows(operation: OperationKind, target: ResourceKind): boolean {
    return this.byOperation.has(operation) && this.byKind.has(target);
  }

  /** Throws for an operation of another release. */
  operation(kind: OperationKind): OperationDefinition {
    return known(this.byOperation, kind);
  }

  observe(kind: ResourceKind, body: ResourceBody): ResourceFacts {
    const { observe, errorsIn } = this.of(kind);
    return factsOf(body, observe(body), errorsIn);
  }

  read(row: StoredRow): ReadRow<object, object> {
    return this.of(row.kind).read(row);
  }

  compare(
    { kind, desired }: Pick<Resource, 'kind' | 'desired'>,
    costTags: readonly Tag[],
    body: ResourceBody,
  ): IgnoredField[] {
    const { observed } = this.observe(kind, body);
    return compareStored(this.of(kind), { kind, desired, observed }, costTags);
  }

  /**
   * True while Azure is still carrying something out on the resource it answered, whatever its
   * provisioningState says.
   */
  isAtWork(body: ResourceBody): boolean {
    return this.all.some(({ isAtWork }) => isAtWork?.(body));
  }
}

function known<V>(map: ReadonlyMap<string, V>, name: string): V {
  const found = map.get(name);
  if (!found) throw new Error(`${name} is not known to this release`);
  return found;
}
