import type { Faults } from '../../../scenarios/faults.js';
import { wrapped } from '../../../scenarios/known-failures.js';
import type { ArmErrorBody } from '../../arm-error.js';
import type { InstanceRecord, InstanceState, OperationName } from './instance-record.js';
import type { InstanceScript, InstanceSettings } from './instance-settings.js';
import { scriptFailure } from './run-script.js';

export interface SetupFailure {
  state: InstanceState;
  error: ArmErrorBody;
}

/** Paths of scripts that are not in the storage of their workspace. */
export type IsLost = (workspaceKey: string, path: string) => boolean;

/** The scripts that run in an operation: the creation script once, the startup script at every start. */
export function scriptsOf(settings: InstanceSettings, name: OperationName): InstanceScript[] {
  const scripts = settings.setupScripts?.scripts;
  return [
    ...(name === 'Create' && scripts?.creationScript ? [scripts.creationScript] : []),
    ...(scripts?.startupScript ? [scripts.startupScript] : []),
  ];
}

/** Why the phase that ends now does not lead on, if a fault or a script has it so. */
export function setupFailure(
  record: InstanceRecord,
  faults: Faults,
  isLost: IsLost,
): SetupFailure | undefined {
  const { operation, state } = record;
  if (!operation || operation.next.length > 0 || operation.endsIn !== 'Running') return undefined;
  const subject = { method: operation.name === 'Create' ? 'PUT' : 'POST', paths: [record.id] };
  const fault = faults.take('SetupFails', subject);
  if (state === 'UserSettingUp') {
    const output = fault?.parameters.output ?? runScripts(record, operation.name, isLost);
    return output === undefined
      ? undefined
      : { state: 'UserSetupFailed', error: scriptsError(record, output) };
  }
  return fault && { state: 'SetupFailed', error: setupError(record, fault.parameters.output) };
}

function runScripts(
  { settings, workspaceKey }: InstanceRecord,
  name: OperationName,
  isLost: IsLost,
): string | undefined {
  for (const script of scriptsOf(settings, name)) {
    const isPath = script.scriptSource !== 'inline';
    const failure = scriptFailure(script, isPath && isLost(workspaceKey, script.scriptData));
    if (failure !== undefined) return failure;
  }
  return undefined;
}

const scriptsError = ({ name }: InstanceRecord, output: string): ArmErrorBody =>
  wrapped({
    code: 'SetupScriptsError',
    message: `The specified Azure ML Compute Instance ${name} user script setup failed with error ${output}`,
  });

const setupError = ({ name }: InstanceRecord, output: string): ArmErrorBody =>
  wrapped({
    code: 'SetupFailed',
    message: `The specified Azure ML Compute Instance ${name} setup failed with error ${output}`,
  });
