import type { Random } from './random.js';

/** The last four are done to compute instances, the others to clusters. */
export type Verb =
  'create' | 'scale' | 'delete' | 'create-instance' | 'start' | 'stop' | 'delete-instance';

/** How an operation must end, whatever happens around it. */
export type Fate =
  | 'succeeds'
  /** ARM refuses the write: nothing of it may be there. */
  | 'is refused'
  /** ARM accepts the write and fails it afterwards: it is there, as failed. */
  | 'fails in Azure'
  /** Somebody cancels while it runs: all of it is there, or nothing. */
  | 'is canceled';

export interface ArmFault {
  name: string;
  parameters: object;
  match: { method: string; pathPattern: string };
  times: number | 'always';
}

export interface PlannedOperation {
  verb: Verb;
  /** The name of the cluster or instance. */
  name: string;
  /** In which of the workspaces. */
  place: number;
  fate: Fate;
  faults: ArmFault[];
}

/** Of 200 operations: of clusters 100 creations, 40 changes of scale and 20 deletions, of instances ten of each. */
const amounts: Record<Verb, number> = {
  create: 100,
  scale: 40,
  delete: 20,
  'create-instance': 10,
  start: 10,
  stop: 10,
  'delete-instance': 10,
};

/** How each is written to Azure. */
const methods: Record<Verb, string> = {
  create: 'PUT',
  scale: 'PUT',
  delete: 'DELETE',
  'create-instance': 'PUT',
  start: 'POST',
  stop: 'POST',
  'delete-instance': 'DELETE',
};

export const isOfInstance = ({ verb }: PlannedOperation): boolean =>
  ['create-instance', 'start', 'stop', 'delete-instance'].includes(verb);

export const isCreation = ({ verb }: PlannedOperation): boolean =>
  verb === 'create' || verb === 'create-instance';
const amountOf: Partial<Record<Fate, number>> = {
  'is refused': 8,
  'fails in Azure': 8,
  'is canceled': 20,
};
/** Of the others, how many meet a fault that passes. */
const faultShare = 0.15;

/** What Azure takes of a subscription bounds how fast it goes: each place is a workspace in one of its own. */
const mostInPlace = 200;

export const placesFor = (count: number): number => Math.ceil(count / mostInPlace);

/** What is asked for, in the order in which it is asked; as many as `count`, a multiple of 200. */
export function planOperations(random: Random, count = 200): PlannedOperation[] {
  const share = count / 200;
  const creations = Object.entries(amountOf).flatMap(([fate, amount]) =>
    Array.from({ length: amount * share }, () => fate as Fate),
  );
  const planned = (Object.keys(amounts) as Verb[]).flatMap((verb) =>
    Array.from({ length: amounts[verb] * share }, (_, index): PlannedOperation => {
      const fate = verb === 'create' ? (creations[index] ?? 'succeeds') : 'succeeds';
      const name = `${verb}-${String(index).padStart(4, '0')}x`;
      const place = index % placesFor(count);
      return { verb, name, place, fate, faults: faultsFor(random, verb, name, fate) };
    }),
  );
  return random.shuffle(planned);
}

const patternOf = (name: string): string => `/computes/${name}$`;

function faultsFor(random: Random, verb: Verb, name: string, fate: Fate): ArmFault[] {
  const method = methods[verb];
  const pathPattern = patternOf(method === 'POST' ? `${name}/${verb}` : name);
  const match = { method, pathPattern };
  const failsWith = (code: string, when: string, times: number | 'always'): ArmFault[] => [
    { name: 'FailsWith', parameters: { code, when }, match, times },
  ];
  if (fate === 'is refused') return failsWith('RequestDisallowedByPolicy', 'request', 'always');
  if (fate === 'fails in Azure') return failsWith('ClusterMinNodesExceedCoreQuota', 'operation', 1);
  return random.next() < faultShare ? [passingFault(random, match, patternOf(name))] : [];
}

function passingFault(random: Random, match: ArmFault['match'], pathPattern: string): ArmFault {
  const reads = { method: 'GET', pathPattern };
  return random.pick<ArmFault>([
    { name: 'TooManyRequests', parameters: { retryAfterSeconds: 1 }, match, times: 1 },
    { name: 'ServiceUnavailable', parameters: { retryAfterSeconds: 1 }, match, times: 2 },
    { name: 'InternalServerError', parameters: {}, match, times: 1 },
    { name: 'ResetConnection', parameters: { when: 'before' }, match, times: 1 },
    { name: 'ResetConnection', parameters: { when: 'after' }, match, times: 1 },
    { name: 'SlowResponse', parameters: { delayMs: 3_000 }, match, times: 1 },
    { name: 'ServiceUnavailable', parameters: {}, match: reads, times: 2 },
    { name: 'PollUrlNotFound', parameters: {}, match: reads, times: 1 },
  ]);
}

/** Whose connections can be swallowed. */
export const hops = ['PostgreSQL', 'Redis', 'Azure', 'the token endpoint'] as const;
export type HopName = (typeof hops)[number];

export type ChaosEvent =
  | 'kill a worker'
  | 'kill every worker'
  | 'kill the API'
  | 'freeze a worker'
  | 'restart PostgreSQL'
  | 'empty Redis'
  | `swallow ${HopName}`;

/** What happens to the system, in order: every kind of event at least once a round, killed workers most of all. */
export function planEvents(random: Random, hasRedis: boolean, rounds = 1): ChaosEvent[] {
  const kills = Array.from({ length: 5 }, (): ChaosEvent => 'kill a worker');
  const once: ChaosEvent[] = [
    ...(['kill every worker', 'kill the API', 'freeze a worker', 'restart PostgreSQL'] as const),
    ...hops.map((hop): ChaosEvent => `swallow ${hop}`),
  ];
  const all = [...kills, ...once, ...(hasRedis ? (['empty Redis', 'empty Redis'] as const) : [])];
  const possible = hasRedis ? all : all.filter((event) => event !== 'swallow Redis');
  return Array.from({ length: rounds }, () => random.shuffle(possible)).flat();
}
