import { isRestError } from '@azure/core-rest-pipeline';
import { redact } from '#libs/arm-errors';
import type { ArmErrorKind } from '#libs/operations';
import { ArmError } from '#libs/operations';

/** Nothing can have been written to a connection that never was. Everything else is doubtful. */
const beforeConnection = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

interface Failure {
  kind: ArmErrorKind;
  code: string;
  message: string;
  remedy?: string;
  maybeAccepted: boolean;
  retryAfterSeconds?: number;
}

/** An ArmError for what did not come from ARM. */
export function ownArmError(failure: Failure): ArmError {
  const { kind, code, message, remedy, maybeAccepted, retryAfterSeconds } = failure;
  const retry = kind === 'refused' ? 'NEVER' : 'LATER';
  return new ArmError(
    kind,
    { code, message: redact(message), retry, ...(remedy ? { remedy } : {}) },
    undefined,
    retryAfterSeconds,
    maybeAccepted,
  );
}

const systemCode = (cause: unknown): string =>
  isRestError(cause) ? (cause.code ?? cause.name) : 'no code';

const reachRemedy =
  'Check that this machine reaches Azure Resource Manager (AZURE_ARM_ENDPOINT, DNS, firewall, certificates).';

/** A request that got no answer. The message names the system's code alone: the library's messages name URLs. */
export function mapNetworkError(cause: unknown): ArmError {
  const code = systemCode(cause);
  if (beforeConnection.has(code))
    return ownArmError({
      kind: 'transient',
      code: 'AzureUnreachable',
      message: `Azure Resource Manager could not be reached (${code}).`,
      remedy: reachRemedy,
      maybeAccepted: false,
    });
  return ownArmError({
    kind: 'transient',
    code: 'AzureAnswerLost',
    message: `The connection to Azure Resource Manager broke before an answer came (${code}).`,
    maybeAccepted: true,
  });
}

/** No token, so nothing was sent. Credentials name their cause in the error's name; their messages can hold requests. */
export const mapCredentialError = (cause: unknown): ArmError =>
  ownArmError({
    kind: 'transient',
    code: 'AzureCredentialUnavailable',
    message: `No access token for Azure could be had (${cause instanceof Error ? cause.name : 'unknown'}).`,
    remedy: "Check Armature's identity: managed identity, workload identity or AZURE_* variables.",
    maybeAccepted: false,
  });

/** The call ran out of time or was called off. `sent`: the request may have left. */
export const mapInterruption = (calledOff: boolean, sent: boolean): ArmError =>
  calledOff
    ? ownArmError({
        kind: 'aborted',
        code: 'CallAborted',
        message: 'The call to Azure was called off.',
        maybeAccepted: sent,
      })
    : ownArmError({
        kind: 'transient',
        code: 'AzureTimeout',
        message: 'Azure Resource Manager did not answer in time.',
        maybeAccepted: sent,
      });
