import { durations } from '../../../durations.js';
import type { InstanceScript } from './instance-settings.js';
import { timeoutPattern } from './resolve-scripts.js';

const unitSeconds: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * The little of a script that is looked at: what its `echo` lines print, how long its `sleep <seconds>` lines take, and
 * an `exit <n>` in its last line. A path in the workspace's storage is a script that prints nothing and succeeds.
 */
export interface ScriptReading {
  output: string;
  seconds: number;
  exitCode: number;
}

export function readScript({ scriptSource, scriptData }: InstanceScript): ScriptReading {
  const text = scriptSource === 'inline' ? Buffer.from(scriptData, 'base64').toString('utf8') : '';
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const sleeps = lines.flatMap((line) => /^sleep (\d+)s?$/.exec(line)?.[1] ?? []);
  return {
    output: lines.flatMap(printed).join('\n'),
    seconds: sleeps.reduce<number>(
      (sum, seconds) => sum + Number(seconds),
      durations.instanceScript,
    ),
    exitCode: Number(/^exit (\d+)$/.exec(lines.at(-1) ?? '')?.[1] ?? 0),
  };
}

const printed = (line: string): string[] => {
  const said = /^echo (.*)$/.exec(line)?.[1];
  return said === undefined ? [] : [said.replace(/^(["'])(.*)\1$/, '$2')];
};

/** Seconds a script may take: `timeout`, or 15 minutes. */
export function timeoutSeconds({ timeout }: InstanceScript): number {
  const [, count = '', unit = ''] = timeoutPattern.exec(timeout ?? '15m') ?? [];
  return Number(count) * (unitSeconds[unit] ?? 1);
}

/** How long a script is waited for: a timeout ends it. */
export const scriptSeconds = (script: InstanceScript): number =>
  Math.min(readScript(script).seconds, timeoutSeconds(script));

/** What a script that fails leaves to read; undefined where it succeeds. `isLost`: its path is not there. */
export function scriptFailure(script: InstanceScript, isLost: boolean): string | undefined {
  if (isLost) return `bash: ${script.scriptData}: No such file or directory`;
  const { output, seconds, exitCode } = readScript(script);
  if (seconds > timeoutSeconds(script))
    return `${output}\nThe script did not end within ${script.timeout ?? '15m'}.`.trim();
  if (exitCode === 0) return undefined;
  return `${output}\nexit code ${exitCode}`.trim();
}
