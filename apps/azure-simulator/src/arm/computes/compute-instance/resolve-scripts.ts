import { ArmRefusal } from '../../arm-error.js';
import type { RequestedInstance, RequestedScript } from './instance.schema.js';
import type { InstanceScript, InstanceScripts, InstanceSettings } from './instance-settings.js';

type Scripts = InstanceSettings['setupScripts'];

const sources: readonly string[] = ['inline', 'workspaceStorage', 'workspace'];
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
export const timeoutPattern = /^(\d+(?:\.\d+)?)([smhd]?)$/;

/** The setup scripts a PUT asks for. */
export function resolveScripts(
  requested: RequestedInstance['setupScripts'],
  existing: Scripts | undefined,
): Scripts {
  if (requested === undefined) return existing ?? null;
  const creationScript = check('creationScript', requested?.scripts?.creationScript);
  const startupScript = check('startupScript', requested?.scripts?.startupScript);
  if (!creationScript && !startupScript) return null;
  return {
    scripts: {
      ...(creationScript ? { creationScript } : {}),
      ...(startupScript ? { startupScript } : {}),
    },
  };
}

function check(name: keyof InstanceScripts, script: RequestedScript): InstanceScript | undefined {
  if (!script) return undefined;
  const { scriptSource, scriptData, ...rest } = script;
  if (!scriptData) throw refusal(`${name}.scriptData`, 'cannot be null or empty.');
  if (!scriptSource) throw refusal(`${name}.scriptSource`, 'cannot be null or empty.');
  if (!sources.includes(scriptSource))
    throw refusal(`${name}.scriptSource`, "must be 'inline' or 'workspaceStorage'.");
  if (scriptSource === 'inline' && !base64.test(scriptData))
    throw refusal(`${name}.scriptData`, 'must be base64 where scriptSource is inline.');
  if (rest.timeout !== undefined && !timeoutPattern.test(rest.timeout))
    throw refusal(`${name}.timeout`, 'must be a number with a unit, such as 25m.');
  return { scriptSource, scriptData, ...rest };
}

const refusal = (field: string, problem: string): ArmRefusal =>
  new ArmRefusal(400, {
    code: 'BadRequest',
    message: `${field} ${problem}`,
    target: `properties.properties.setupScripts.scripts.${field}`,
  });
