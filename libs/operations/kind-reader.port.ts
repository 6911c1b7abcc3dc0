import type {
  IgnoredField,
  Resource,
  ResourceBody,
  ResourceFacts,
  ResourceKind,
  Tag,
} from '#libs/resources';

/** How a kind reads what Azure answers and compares it with what was asked for. */
export interface KindReader {
  /** What a body from ARM changes on the row of a resource of this kind: state, all errors, and what its kind reads. Never throws. */
  observe(kind: ResourceKind, body: ResourceBody): ResourceFacts;
  /** Every field of the resource's desired state, cost tags included, that `body` answers otherwise than asked. */
  compare(
    resource: Pick<Resource, 'kind' | 'desired'>,
    costTags: readonly Tag[],
    body: ResourceBody,
  ): IgnoredField[];
}
