import type { ComputeInstanceState } from '../compute-instance.schema.js';

const known: ReadonlyMap<string, ComputeInstanceState> = new Map(
  Object.entries<ComputeInstanceState>({
    creating: 'CREATING',
    createfailed: 'CREATE_FAILED',
    deleting: 'DELETING',
    running: 'RUNNING',
    restarting: 'RESTARTING',
    resizing: 'RESIZING',
    jobrunning: 'JOB_RUNNING',
    settingup: 'SETTING_UP',
    setupfailed: 'SETUP_FAILED',
    starting: 'STARTING',
    stopped: 'STOPPED',
    stopping: 'STOPPING',
    usersettingup: 'USER_SETTING_UP',
    usersetupfailed: 'USER_SETUP_FAILED',
    unusable: 'UNUSABLE',
  }),
);

/** ARM's word in ours; a word that is newer than this table is UNKNOWN (docs/azure-facts.md#compute-instances). */
export const computeInstanceStateOf = (raw: string): ComputeInstanceState =>
  known.get(raw.toLowerCase()) ?? 'UNKNOWN';

const passing: readonly ComputeInstanceState[] = [
  'CREATING',
  'DELETING',
  'RESTARTING',
  'RESIZING',
  'SETTING_UP',
  'STARTING',
  'STOPPING',
  'USER_SETTING_UP',
];

/** True where the state goes over into another one by itself. */
export const isPassing = (state: ComputeInstanceState): boolean => passing.includes(state);

export const powerVerbs = ['start', 'stop', 'restart', 'resize'] as const;
export type PowerVerb = (typeof powerVerbs)[number];

const working: readonly ComputeInstanceState[] = ['RUNNING', 'JOB_RUNNING'];
const broken: readonly ComputeInstanceState[] = ['SETUP_FAILED', 'USER_SETUP_FAILED', 'UNUSABLE'];

/** From which states each verb can be asked for. What Azure refuses beyond that it says itself. */
export const powerBegins: Record<PowerVerb, readonly ComputeInstanceState[]> = {
  start: ['STOPPED', 'UNKNOWN'],
  stop: [...working, ...broken, 'UNKNOWN'],
  restart: [...working, ...broken, 'UNKNOWN'],
  resize: ['STOPPED', ...working, 'UNKNOWN'],
};

/** Where the verb leads; `resize` leads back to where it came from. */
export const powerEnds: Record<PowerVerb, readonly ComputeInstanceState[]> = {
  start: working,
  stop: ['STOPPED'],
  restart: working,
  resize: ['STOPPED', ...working],
};

/** True where there is nothing to do: it stands so already. */
export const standsAlready = (verb: PowerVerb, state: ComputeInstanceState): boolean =>
  (verb === 'start' || verb === 'stop') && powerEnds[verb].includes(state);

export const mayAsk = (verb: PowerVerb, state: ComputeInstanceState): boolean =>
  standsAlready(verb, state) || powerBegins[verb].includes(state);

/** The verbs that may be asked for in a state, in words: for those who asked for another one. */
export const allowedVerbs = (state: ComputeInstanceState): PowerVerb[] =>
  powerVerbs.filter((verb) => powerBegins[verb].includes(state));
