import { durationSeconds } from '#libs/kernel';
import type { ResourceBody } from '#libs/resources';
import type { SetupScript, SetupScripts } from './setup-scripts.schema.js';

/** `setupScripts` of a PUT: text goes inline in base64, a path as `workspaceStorage` (words seen in public; the OpenAPI names none). */
export const setupScriptsBody = ({
  creationScript,
  startupScript,
}: SetupScripts): ResourceBody => ({
  scripts: {
    ...(creationScript !== null && { creationScript: scriptBody(creationScript) }),
    ...(startupScript !== null && { startupScript: scriptBody(startupScript) }),
  },
});

const scriptBody = ({ source, arguments: words, timeout }: SetupScript): ResourceBody => ({
  ...('text' in source
    ? { scriptSource: 'inline', scriptData: Buffer.from(source.text).toString('base64') }
    : { scriptSource: 'workspaceStorage', scriptData: source.path }),
  ...(words !== null && { scriptArguments: words }),
  ...(timeout !== null && { timeout: timeoutWord(timeout) }),
});

/** What the command `timeout` takes: whole minutes where they are. */
function timeoutWord(timeout: string): string {
  const seconds = durationSeconds(timeout) ?? 0;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
