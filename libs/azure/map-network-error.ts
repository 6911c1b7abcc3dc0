import { isRestError } from '@azure/core-rest-pipeline';
import { redact } from '#libs/arm-errors';
import { type ArmErrorKind, ArmError } from '#libs/operations';
import type { AzureProblem } from './standing/azure-standing.js';
import { ProxyFailure } from './connections/proxy-aware-client.js';

/** What OpenSSL says of a certificate that it does not trust (Node.js, TLS: X509 certificate error codes). */
const certificateErrors = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_CHAIN_TOO_LONG',
  'PATH_LENGTH_EXCEEDED',
  'UNSPECIFIED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'HOSTNAME_MISMATCH',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Nothing can have been written to a connection that never was. Everything else is doubtful. */
const beforeConnection = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  ...certificateErrors,
]);

interface Failure {
  kind: ArmErrorKind;
  code: string;
  message: string;
  remedy?: string | undefined;
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

interface Place {
  /** e.g. `Azure Resource Manager` */
  name: string;
  /** The variable that says where it is. */
  setting: string;
  /** What is said where it is not reached. */
  unreachable: string;
}

const arm: Place = {
  name: 'Azure Resource Manager',
  setting: 'AZURE_ARM_ENDPOINT',
  unreachable: 'AzureUnreachable',
};

/** Why `place` was not reached. Names the system's code alone: the library's messages name URLs. */
export function describeNetworkFailure(cause: unknown, place: Place): AzureProblem {
  const { name, setting } = place;
  if (cause instanceof ProxyFailure) return describeProxyFailure(cause, name);
  const code = systemCode(cause);
  if (certificateErrors.has(code))
    return {
      code: 'AzureCertificateUntrusted',
      message: `${name} shows a certificate that is not trusted here (${code}).`,
      remedy:
        'Where a proxy or firewall looks into TLS, put the certificate of its authority into a file, name it in NODE_EXTRA_CA_CERTS, and restart.',
    };
  return {
    code: place.unreachable,
    message: `${name} could not be reached (${code}).`,
    remedy: `Check that this machine reaches it (${setting}, DNS, firewall; HTTPS_PROXY where only a proxy leads out).`,
  };
}

function describeProxyFailure({ message, status }: ProxyFailure, name: string): AzureProblem {
  if (status === undefined)
    return {
      code: 'ProxyUnreachable',
      message: `${name} was not reached: ${message}.`,
      remedy:
        'Check HTTPS_PROXY; what is to be reached without the proxy belongs into NO_PROXY. Restart after a change.',
    };
  return {
    code: status === 407 ? 'ProxyAuthenticationRequired' : 'ProxyRefused',
    message: `${name} was not reached: ${message}.`,
    remedy:
      status === 407
        ? 'Put user and password that the proxy accepts into HTTPS_PROXY (http://user:password@proxy:port, special characters percent-encoded), and restart.'
        : 'See that the proxy lets CONNECT to it through, or name the host in NO_PROXY where it is reached without. Restart after a change.',
  };
}

/** A request that got no answer. */
export function mapNetworkError(cause: unknown): ArmError {
  const code = systemCode(cause);
  const neverSent = cause instanceof ProxyFailure || beforeConnection.has(code);
  if (neverSent)
    return ownArmError({
      kind: 'transient',
      maybeAccepted: false,
      ...describeNetworkFailure(cause, arm),
    });
  return ownArmError({
    kind: 'transient',
    code: 'AzureAnswerLost',
    message: `The connection to Azure Resource Manager broke before an answer came (${code}).`,
    maybeAccepted: true,
  });
}

/** No token from a credential that does not say why itself: nothing was sent. */
export const mapCredentialError = (cause: unknown): ArmError =>
  cause instanceof ArmError
    ? cause
    : ownArmError({
        kind: 'transient',
        code: 'AzureCredentialUnavailable',
        message: `No access token for Azure could be had (${cause instanceof Error ? cause.name : 'unknown'}).`,
        remedy:
          "Check Armature's identity: managed identity, workload identity or AZURE_* variables.",
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
