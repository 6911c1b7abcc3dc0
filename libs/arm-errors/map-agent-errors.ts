import { type ProvisioningError, isObject, type Json } from '#libs/kernel';
import { at, textIn } from './json.js';
import { explainExtensionError } from './map-extension-error.js';
import { mapProvisioningErrors } from './map-provisioning-errors.js';
import { redact } from './redact.js';

const maxErrors = 10;
const maxLength = 1_000;

const objectAt = (object: Json, name: string): Json => {
  const value = at(object, name);
  return isObject(value) ? value : {};
};

/** What an agent of Azure Arc reports: which of them, what and when. */
function agentError(entry: Json): ProvisioningError[] {
  const message = textIn(at(entry, 'message'));
  if (message === undefined || /^info/i.test(textIn(at(entry, 'severity')) ?? '')) return [];
  const component = textIn(at(entry, 'component'));
  const time = textIn(at(entry, 'time'));
  const said = redact(`${component ? `${component}: ` : ''}${message}`).slice(0, maxLength);
  return [
    explainExtensionError({
      code: 'ARC_AGENT_ERROR',
      message: time ? `${said} (${time.slice(0, 40)})` : said,
      retry: 'LATER',
      remedy:
        'Look at the pods of Azure Arc: kubectl get pods and logs in the namespace azure-arc (az connectedk8s troubleshoot collects them).',
      ...(component && { target: component.slice(0, 200) }),
    }),
  ];
}

/**
 * What Azure says is wrong with a connected cluster: the errors that its agents report, which are why it is not
 * connected (docs/azure-facts.md#errors-of-agents), and those that any resource has.
 */
export function mapAgentErrors(body: unknown): ProvisioningError[] {
  const properties = isObject(body) ? objectAt(body, 'properties') : {};
  const reported = at(objectAt(properties, 'arcAgentProfile'), 'agentErrors');
  const entries: unknown[] = Array.isArray(reported) ? reported : [];
  return [
    ...mapProvisioningErrors(body),
    ...entries.filter(isObject).flatMap(agentError).slice(0, maxErrors),
  ];
}
