/** A script that runs while an instance is set up, as it was sent. */
export interface InstanceScript {
  scriptSource: string;
  /** Base64 of the text where the source is inline, else a path in the workspace's storage. */
  scriptData: string;
  scriptArguments?: string | undefined;
  /** As `timeout` of coreutils takes it: 25m. */
  timeout?: string | undefined;
}

export interface InstanceScripts {
  /** Runs once. */
  creationScript?: InstanceScript | undefined;
  /** Runs at every start. */
  startupScript?: InstanceScript | undefined;
}

export interface ScheduleRecurrence {
  frequency: 'Minute' | 'Hour' | 'Day' | 'Week' | 'Month';
  interval: number;
  timeZone: string;
  startTime?: string | undefined;
  schedule?:
    | {
        hours: number[];
        minutes: number[];
        weekDays?: string[] | null | undefined;
        monthDays?: number[] | null | undefined;
      }
    | undefined;
}

export interface ScheduleCron {
  expression: string;
  timeZone: string;
  startTime?: string | undefined;
}

/** One schedule of an instance. */
export interface PowerSchedule {
  id: string;
  action: 'Start' | 'Stop';
  status: 'Enabled' | 'Disabled';
  triggerType: 'Cron' | 'Recurrence';
  cron?: ScheduleCron | undefined;
  recurrence?: ScheduleRecurrence | undefined;
}

export interface AssignedUser {
  objectId: string;
  tenantId: string;
}

/** What was asked of a compute instance. */
export interface InstanceSettings {
  vmSize: string;
  subnet: { id: string } | null;
  applicationSharingPolicy: 'Personal' | 'Shared';
  autologgerSettings: { mlflowAutologger: 'Enabled' | 'Disabled' } | null;
  sshSettings: { sshPublicAccess: 'Enabled' | 'Disabled'; adminPublicKey?: string };
  customServices: CustomService[] | null;
  computeInstanceAuthorizationType: 'personal';
  personalComputeInstanceSettings: { assignedUser: AssignedUser } | null;
  enableOSPatching: boolean;
  enableRootAccess: boolean;
  enableSSO: boolean;
  releaseQuotaOnStop: boolean;
  setupScripts: { scripts: InstanceScripts } | null;
  schedules: PowerSchedule[];
  idleTimeBeforeShutdown?: string;
  enableNodePublicIp: boolean;
}

/** An application in a container; what is not named here is kept as it was sent. */
export type CustomService = Record<string, unknown> & {
  name: string;
  endpoints?: { target: number; published?: number | null | undefined }[] | null | undefined;
};
