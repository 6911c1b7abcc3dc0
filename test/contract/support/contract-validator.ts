import type { RequestResponsePair } from 'oav/dist/lib/liveValidation/liveValidator.js';
import { LiveValidator } from 'oav/dist/lib/liveValidation/liveValidator.js';
import { layOutSpecs } from './azure-specs.js';

/** One request and its answer, as they went over the wire. */
export interface Exchange {
  method: string;
  url: string;
  requestHeaders: Record<string, string>;
  requestBody?: unknown;
  status: number;
  responseHeaders: Record<string, string>;
  responseBody?: unknown;
}

export interface ContractValidator {
  /** What in the exchange is not as Microsoft's documents have it, request and response; empty where all is. */
  violations(exchange: Exchange): Promise<string[]>;
  /** The operation of the documents that the exchange is one of. Undefined for poll URLs: no document has them. */
  operationOf(exchange: Exchange): string | undefined;
  close(): void;
}

const publicArm = 'https://management.azure.com';

/**
 * Versions whose documents are not at hand, held to the nearest one that is: 2024-10-01-preview has every compute
 * operation and every setting of an instance that these have.
 */
const nearest: Readonly<Record<string, string>> = {
  '2025-12-01': '2024-10-01-preview',
  '2025-10-01-preview': '2024-10-01-preview',
};

function atPublicArm(url: string): URL {
  const { pathname, search } = new URL(url);
  const found = new URL(`${publicArm}${pathname}${search}`);
  const version = found.searchParams.get('api-version') ?? '';
  if (nearest[version]) found.searchParams.set('api-version', nearest[version]);
  return found;
}

/** Fields with a type of their own that the documents let be null (x-nullable). */
const nullableObjects: readonly string[] = [
  'subnet',
  'autologgerSettings',
  'personalComputeInstanceSettings',
  'setupScripts',
];

/** oav trips over null where such a field's type is referred to: it goes without. */
const withoutNullObjects = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body ?? null), (name, value: unknown) =>
    nullableObjects.includes(name) && value === null ? undefined : value,
  );

const isPresent = (body: unknown): body is Record<string, unknown> =>
  typeof body === 'object' && body !== null;

function livePair(exchange: Exchange): RequestResponsePair {
  const url = atPublicArm(exchange.url);
  const requestBody = withoutNullObjects(exchange.requestBody);
  const responseBody = withoutNullObjects(exchange.responseBody);
  return {
    liveRequest: {
      url: url.href,
      method: exchange.method,
      headers: exchange.requestHeaders,
      ...(isPresent(requestBody) ? { body: requestBody } : {}),
      query: Object.fromEntries(url.searchParams),
    },
    liveResponse: {
      statusCode: String(exchange.status),
      headers: exchange.responseHeaders,
      ...(isPresent(responseBody) ? { body: responseBody } : {}),
    },
  };
}

type Result = Awaited<ReturnType<LiveValidator['validateLiveRequestResponse']>>;
type Side = Result['requestValidationResult'];

const problemsOf = (side: string, { errors, runtimeException }: Side): string[] => [
  ...(runtimeException ? [`${side}: ${runtimeException.code}: ${runtimeException.message}`] : []),
  ...errors.map(
    ({ code, message, pathsInPayload }) => `${side}: ${code} ${pathsInPayload.join()}: ${message}`,
  ),
];

/** Microsoft's own validator of live traffic (oav) on the documents, kept to a temporary folder. */
export async function createContractValidator(): Promise<ContractValidator> {
  const tree = layOutSpecs();
  const faults: string[] = [];
  const validator = new LiveValidator(
    {
      directory: tree.directory,
      swaggerPathsPattern: tree.swaggers,
      git: { shouldClone: false },
      loadValidatorInBackground: false,
      loadValidatorInInitialize: true,
      isArmCall: true,
      eraseXmsExamples: true,
    },
    (message, level) => void (level === 'error' && faults.push(message)),
  );
  await validator.initialize();
  if (faults.length > 0) throw new Error(`the documents did not load: ${faults.join('; ')}`);
  return {
    async violations(exchange) {
      const result = await validator.validateLiveRequestResponse(livePair(exchange));
      const label = `${exchange.method} ${new URL(exchange.url).pathname} -> ${exchange.status}`;
      return [
        ...(result.runtimeException ? [result.runtimeException.message] : []),
        ...problemsOf('request', result.requestValidationResult),
        ...problemsOf('response', result.responseValidationResult),
      ].map((problem) => `${label} ${problem}`);
    },
    operationOf({ url, method }) {
      const found = validator.getOperationInfo({ url: atPublicArm(url).href, method });
      return 'error' in found && found.error ? undefined : found.info.operationId;
    },
    close: tree.remove,
  };
}
