import { redact } from './redact.js';

/** One error as Azure nested it. `message` is never empty where any error above it had one. */
export interface ErrorNode {
  code: string;
  message: string;
  target?: string;
  /** `additionalInfo[].info`, for what only stands there (policies). */
  info: Record<string, unknown>[];
  children: ErrorNode[];
}

type Json = Record<string, unknown>;

const maxDepth = 10;
const maxChildren = 20;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** Some messages hold another error as JSON text. */
function parseEmbedded(message: string | undefined): Json | undefined {
  if (!message?.trimStart().startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(message);
    return isObject(parsed) && errorObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The object that holds `code` and `message`: under `error`, or the body itself (arm-facts, Errors). */
export function errorObject(body: Json): Json | undefined {
  if (isObject(body['error'])) return body['error'];
  const code = text(body['code']) ?? text(body['Code']);
  return (code ?? text(body['message']) ?? text(body['Message'])) ? body : undefined;
}

function childBodies(error: Json, embedded: Json | undefined): Json[] {
  const debug = isObject(error['debugInfo']) ? error['debugInfo'] : {};
  const { details } = error;
  const listed: unknown[] = Array.isArray(details) ? details : [details];
  const inner = [error['innerError'], error['innererror'], debug['errorResponse'], embedded];
  return [...inner, ...listed].filter(isObject).slice(0, maxChildren);
}

function infoOf(error: Json): Json[] {
  const { additionalInfo } = error;
  const entries: unknown[] = Array.isArray(additionalInfo) ? additionalInfo : [];
  return entries.filter(isObject).map((entry) => (isObject(entry['info']) ? entry['info'] : {}));
}

function ownMessage(error: Json): string | undefined {
  const debug = isObject(error['debugInfo']) ? error['debugInfo'] : {};
  return text(error['message']) ?? text(error['Message']) ?? text(debug['message']);
}

/**
 * The tree of errors in any body Azure answers a failure with: `{error}`, a top-level `{code, message}`, the
 * `innerError` and `debugInfo` of machine learning, or JSON inside a message. Undefined where the body is none of these.
 */
export function readErrorTree(
  body: unknown,
  outer: { message: string } = { message: '' },
  depth = 0,
): ErrorNode | undefined {
  if (!isObject(body) || depth > maxDepth) return undefined;
  const error = errorObject(body);
  if (!error) return undefined;
  const own = ownMessage(error);
  const embedded = parseEmbedded(own);
  const message = embedded ? outer.message : redact(own ?? outer.message);
  const target = text(error['target']);
  return {
    code: text(error['code']) ?? text(error['Code']) ?? '',
    message,
    ...(target ? { target: redact(target) } : {}),
    info: infoOf(error),
    children: childBodies(error, embedded)
      .map((child) => readErrorTree(child, { message }, depth + 1))
      .filter((child) => child !== undefined),
  };
}
