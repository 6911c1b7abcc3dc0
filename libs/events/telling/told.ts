import type { Happening } from '#libs/outbox';
import type { Happened } from '../happened.schema.js';

/** An event before it has its numbers. */
export interface ToldEvent {
  type: string;
  subjectType: string;
  subjectId: string;
  /** What it goes to another team with. */
  resourceId: string | null;
  teamId: string | null;
  at: string;
  data: object;
}

/** What is known of an operation that something happened to. */
export interface ConcernedOperation {
  id: string;
  kind: string;
  approval: { required: number; role: string } | null;
}

/** What is known of a resource that something happened to, or that an operation is about. */
export interface ConcernedResource {
  id: string;
  kind: string;
  name: string;
  teamId: string;
}

/** One thing that happened, with what it concerns. */
export interface Concern extends Omit<Happening, 'happened'> {
  happened: Happened;
  operation: ConcernedOperation | undefined;
  resource: ConcernedResource | undefined;
  /** By the ids of principals. */
  nameOf(id: string): string;
}
