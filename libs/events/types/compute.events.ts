import { z } from 'zod';
import { kinds, computeKindsOf } from '#libs/kinds';
import type { ProvisioningState } from '#libs/resources';
import { by, idSchema, typesOf, type EventType } from './event-type.js';

/** What every event of a compute says. */
const computeData = {
  kind: z.enum(computeKindsOf(kinds)).describe('Which kind of compute.'),
  name: z.string().describe('Its name in Azure.'),
};

const provisioningStates: Readonly<Record<ProvisioningState, true>> = {
  UNKNOWN: true,
  CREATING: true,
  UPDATING: true,
  DELETING: true,
  SUCCEEDED: true,
  FAILED: true,
  CANCELED: true,
};

const state = z.strictObject({
  provisioningState: z
    .enum(Object.keys(provisioningStates) as ProvisioningState[])
    .describe("ARM's state."),
  machineState: z
    .string()
    .nullable()
    .describe('That of the machine of an instance; null: it has none.'),
});

const nodes = z.strictObject({
  idle: z.int(),
  running: z.int(),
  preparing: z.int(),
  unusable: z.int(),
  leaving: z.int(),
  preempted: z.int(),
});

const stateChanged = z.strictObject({
  ...computeData,
  before: state.nullable().describe('Null: it was not known before.'),
  after: state,
});

const nodesChanged = z.strictObject({
  ...computeData,
  before: nodes.nullable().describe('Null: they were not known before.'),
  after: nodes,
});

const settings = z.record(z.string(), z.unknown()).nullable();

const drifted = z.strictObject({
  ...computeData,
  before: settings.describe('The fields that differ, as they were.'),
  after: settings.describe('The same as they are.'),
});

const team = z.strictObject({ id: idSchema });

const moved = z.strictObject({ ...computeData, by, from: team, to: team });

export const computeEvents: readonly EventType[] = [
  ...typesOf('compute', ['Compute'], stateChanged, {
    state_changed: 'Azure, or an operation, brought it into another state.',
  }),
  ...typesOf('compute', ['Compute'], nodesChanged, {
    nodes_changed: 'Its nodes are other ones, or do something else.',
  }),
  ...typesOf('compute', ['Compute'], drifted, {
    drifted: 'Somebody changed it in Azure.',
  }),
  ...typesOf('compute', ['Compute'], z.strictObject(computeData), {
    gone: 'It is no longer there, or its team let go of it.',
  }),
  ...typesOf('compute', ['Compute'], z.strictObject({ ...computeData, by }), {
    found: 'It was found in Azure.',
    claimed: 'A team claimed it: it is managed from now on.',
    released: 'Its team let go of it.',
  }),
  ...typesOf('compute', ['Compute'], moved, {
    moved: 'It came to another team, with its history.',
    moved_away: 'It left the team.',
  }),
];
