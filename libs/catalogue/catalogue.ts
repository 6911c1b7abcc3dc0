import {
  assignComputeIdentity,
  createComputeCluster,
  removeComputeIdentity,
  updateComputeCluster,
  type SubmitDeps,
} from '#libs/operations';
import type { AnyVerb } from '#libs/verbs';

/** What some verb or other is given. */
export type CatalogueDeps = SubmitDeps;

/** Every verb there is: all ways in are made from this list. */
export const catalogue: readonly AnyVerb<CatalogueDeps>[] = [
  assignComputeIdentity,
  createComputeCluster,
  removeComputeIdentity,
  updateComputeCluster,
];
