import type { Simulation } from '../../../simulation.js';
import type { ArmRequest } from '../../arm-request.js';
import type { InstanceSettings } from './instance-settings.js';

/** What is asked for, but for settings that a fault KeepsSetting leaves as they stand. */
export function keptSettings(
  { faults }: Simulation,
  { method, path }: ArmRequest,
  standing: InstanceSettings | undefined,
  asked: InstanceSettings,
): InstanceSettings {
  if (!standing) return asked;
  const subject = { method, paths: [path] };
  const keeps = (setting: 'schedules' | 'idleTimeBeforeShutdown'): boolean =>
    faults.take('KeepsSetting', subject, ({ parameters }) => parameters.setting === setting) !==
    undefined;
  const { idleTimeBeforeShutdown: askedIdle, ...others } = asked;
  const idle = keeps('idleTimeBeforeShutdown') ? standing.idleTimeBeforeShutdown : askedIdle;
  return {
    ...others,
    schedules: keeps('schedules') ? standing.schedules : asked.schedules,
    ...(idle === undefined ? {} : { idleTimeBeforeShutdown: idle }),
  };
}
