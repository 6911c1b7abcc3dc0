import type { InstanceUseCase } from '../support/instances.js';
import type { HoldPoint } from './hold-points.js';

/** An operation on an instance: what it is asked with, what it asks of Azure, and what it leaves there. */
export interface InstanceWork {
  what: InstanceUseCase;
  /** What the instance does before; null: there is none. */
  from: 'Running' | 'Stopped' | null;
  input: object;
  /** Its reads of the instance, in order, polls among them, each under the step that makes it. */
  reads: readonly string[];
  /** Its writes, by what Azure's ledger says of them. */
  writes: readonly InstanceWrite[];
  /** Settings and provisioningState afterwards; null: nothing is left. */
  leaves: object | null;
}

interface InstanceWrite {
  method: 'PUT' | 'POST' | 'DELETE';
  /** Of a POST. */
  action?: string;
  status: number;
}

const power = (
  what: 'start' | 'stop' | 'restart' | 'resize',
  from: 'Running' | 'Stopped',
  leaves: object,
  input: object = {},
): InstanceWork => ({
  what,
  from,
  input,
  leaves: {
    provisioningState: 'Succeeded',
    ...leaves,
  },
  reads: [`${what} instance`, 'await instance', 'await state'],
  writes: [
    {
      method: 'POST',
      action: what,
      status: 202,
    },
  ],
});

/** Long enough not to be idle for, however fast Azure's clock runs. */
const idleTimeBeforeShutdown = 'P3D';
const morning = {
  action: 'START',
  status: 'DISABLED',
  trigger: {
    cron: {
      expression: '0 8 * * *',
      timeZone: 'Europe/Berlin',
    },
  },
};

const costTags = ['costCenter', 'owner', 'environment'].map((key) => ({ key, value: 'chaos' }));

/** One for each kind of operation on instances. */
export const instanceWorks: readonly InstanceWork[] = [
  {
    what: 'create',
    from: null,
    input: {
      idleTimeBeforeShutdown,
      schedules: [morning],
    },
    reads: ['check name', 'await compute', 'await state'],
    writes: [
      {
        method: 'PUT',
        status: 201,
      },
    ],
    leaves: {
      provisioningState: 'Succeeded',
      state: 'Running',
      idleTimeBeforeShutdown: 'PT4320M',
    },
  },
  {
    what: 'update',
    from: 'Running',
    input: {
      idleTimeBeforeShutdown,
      schedules: [morning],
      costTags,
    },
    reads: [
      'set schedules',
      'set idle time',
      'put compute, whether it differs',
      'put compute, to change it',
      'await compute',
    ],
    writes: [
      {
        method: 'POST',
        action: 'updateSchedules',
        status: 200,
      },
      {
        method: 'POST',
        action: 'updateIdleShutdownSetting',
        status: 200,
      },
      {
        method: 'PUT',
        status: 200,
      },
    ],
    leaves: {
      provisioningState: 'Succeeded',
      idleTimeBeforeShutdown: 'PT4320M',
      schedules: { computeStartStop: [{}] },
    },
  },
  power('start', 'Stopped', { state: 'Running' }),
  power('stop', 'Running', { state: 'Stopped' }),
  power('restart', 'Running', { state: 'Running' }),
  power(
    'resize',
    'Stopped',
    { state: 'Stopped', vmSize: 'STANDARD_DS12_V2' },
    {
      vmSize: 'Standard_DS12_v2',
    },
  ),
  {
    what: 'delete',
    from: 'Running',
    input: {},
    leaves: null,
    reads: ['delete compute', 'await deletion', 'await deletion, whether it is gone'],
    writes: [
      {
        method: 'DELETE',
        status: 202,
      },
    ],
  },
];

/** Every request of the work for an instance of that name. */
export const pointsOf = ({ what, reads, writes }: InstanceWork, name: string): HoldPoint[] => [
  ...reads.map((step, skip): HoldPoint => ({
    step: `${what}: ${step}`,
    method: 'GET',
    pathEnd: `/computes/${name}`,
    skip,
  })),
  ...writes.map(({ method, action }): HoldPoint => {
    const pathEnd = `/computes/${name}${action ? `/${action}` : ''}`;
    return { step: `${what}: ${action ?? method}`, method, pathEnd };
  }),
];
