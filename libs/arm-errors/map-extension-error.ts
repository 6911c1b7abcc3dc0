import { type ProvisioningError, isObject, type Json } from '#libs/kernel';
import { causeOf, fill } from './apply-rule.js';
import {
  extensionErrorCatalogue,
  lookInKubernetesCluster,
  type ExtensionErrorRule,
} from './extension-error-catalogue.js';
import { mapErrorBody } from './map-error-body.js';
import { at, textIn } from './json.js';
import { redact } from './redact.js';

/** All text of an error, its details' included. */
const allText = ({ code, message, details }: ProvisioningError): string =>
  [code, message, ...(details ?? []).map(allText)].join('\n');

const ruleFor = (text: string): ExtensionErrorRule | undefined =>
  extensionErrorCatalogue.find((rule) => rule.text.test(text));

/** The error with a code, a remedy and an advice of ours where its text is known; as it was otherwise. */
export function explainExtensionError(error: ProvisioningError): ProvisioningError {
  const text = allText(error);
  const rule = ruleFor(text);
  if (!rule) return error;
  const facts = { ...rule.text.exec(text)?.groups, ...rule.facts?.exec(text)?.groups };
  return { ...error, code: rule.code, retry: rule.retry, remedy: fill(rule.remedy, facts) };
}

/** The same of an installation that failed: where nothing is known of its text, its remedy says where to look. */
export function explainFailedExtension(error: ProvisioningError): ProvisioningError {
  const explained = explainExtensionError(error);
  const isKnown = isExplained(explained) || causeOf(explained) !== undefined;
  return isKnown ? explained : { ...explained, remedy: lookInKubernetesCluster };
}

/** Whether the catalogue knows what it means; by the code of an explained error. */
export const isExplained = ({ code }: Pick<ProvisioningError, 'code'>): boolean =>
  extensionErrorCatalogue.some((rule) => rule.code === code);

/**
 * Whether and when an operation sends the request again by itself; undefined where only a person can help.
 * Looked up by the code of an explained error.
 */
export const resendOf = ({ code }: Pick<ProvisioningError, 'code'>): ExtensionErrorRule['resend'] =>
  extensionErrorCatalogue.find((rule) => rule.code === code)?.resend;

const statusText = (status: unknown): string => {
  if (!isObject(status)) return '';
  const { code, displayStatus, message } = status;
  return [code, displayStatus, message].filter((part) => typeof part === 'string').join(': ');
};

const isError = (status: unknown): boolean =>
  isObject(status) && String(status['level']).toLowerCase() === 'error';

/**
 * Why an extension stands failed: from `errorInfo` and the errors of `statuses[]` (order not defined, either may be
 * absent or null; docs/azure-facts.md#cluster-extensions).
 */
export function mapExtensionErrors(body: unknown): ProvisioningError {
  const properties = isObject(body) && isObject(body['properties']) ? body['properties'] : {};
  const statuses = Array.isArray(properties['statuses']) ? properties['statuses'] : [];
  const said = (statuses.filter(isError).length > 0 ? statuses.filter(isError) : statuses)
    .map(statusText)
    .filter((text) => text !== '');
  const message = redact(said.join('; '));
  const info = isObject(properties['errorInfo']) ? properties['errorInfo'] : undefined;
  const error: ProvisioningError = mapErrorBody(info ?? {}, {
    fallbackCode: 'ExtensionOperationFailed',
    fallbackMessage: message,
    fallbackRetry: 'LATER',
  });
  const other = message !== '' && !error.message.includes(message);
  return explainFailedExtension({
    ...error,
    message: other && info ? `${error.message} (${message})` : error.message,
  });
}

const hasFailed = (properties: Json): boolean =>
  ['provisioningState', 'installState'].some((name) =>
    /^(?:failed|cancell?ed)$/i.test(textIn(at(properties, name)) ?? ''),
  );

/** What `mapExtensionErrors` reads of an extension that stands failed; empty where it does not, or does not say why. */
export function mapFailedExtension(body: unknown): ProvisioningError[] {
  const properties = isObject(body) && isObject(body['properties']) ? body['properties'] : {};
  const { errorInfo, statuses } = properties;
  const isSilent = !isObject(errorInfo) && !(Array.isArray(statuses) && statuses.length > 0);
  return hasFailed(properties) && !isSilent ? [mapExtensionErrors(body)] : [];
}
