import type { ProvisioningError } from '#libs/kernel';
import { extensionErrorCatalogue, type ExtensionErrorRule } from './extension-error-catalogue.js';
import { mapErrorBody } from './map-error-body.js';
import { isObject } from './read-error-tree.js';
import { redact } from './redact.js';

/** All text of an error, its details' included. */
const textOf = ({ code, message, details }: ProvisioningError): string =>
  [code, message, ...(details ?? []).map(textOf)].join('\n');

const ruleFor = (text: string): ExtensionErrorRule | undefined =>
  extensionErrorCatalogue.find((rule) => rule.text.test(text));

/** The error with a code, a remedy and an advice of ours where its text is known; as it was otherwise. */
export function explainExtensionError(error: ProvisioningError): ProvisioningError {
  const rule = ruleFor(textOf(error));
  if (!rule) return error;
  return { ...error, code: rule.code, retry: rule.retry, remedy: rule.remedy };
}

/** When an operation may send it again by itself; undefined where only a person can help. By the code of an explained error. */
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
 * absent or null; arm-facts, Cluster extensions).
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
  return explainExtensionError({
    ...error,
    message: other && info ? `${error.message} (${message})` : error.message,
  });
}
