import type { Exchange } from './contract-validator.js';

/** Poll URLs are in no document: what holds for them is in docs/azure-facts.md#long-running-operations. */
export const isPoll = ({ url }: Exchange): boolean =>
  /\/(\w*operationsStatus|\w*operationResults)\//i.test(new URL(url).pathname);

const isAbsolute = (url: string | undefined, origin: string): boolean =>
  url !== undefined && URL.canParse(url) && new URL(url).origin === origin;

function startProblems({ url, status, responseHeaders: headers }: Exchange): string[] {
  const { origin } = new URL(url);
  const given = ['azure-asyncoperation', 'location'].filter((name) => name in headers);
  const missing = status === 202 && given.length === 0 ? ['202 with no URL to ask at'] : [];
  const relative = given.filter((name) => !isAbsolute(headers[name], origin));
  return [...missing, ...relative.map((name) => `${name} is not an absolute URL of this host`)];
}

function statusProblems({ status, responseBody }: Exchange): string[] {
  if (status >= 400) return [];
  const body = responseBody as { status?: unknown; error?: { code?: unknown } } | undefined;
  if (status !== 200) return [`Azure-AsyncOperation answered ${status} in place of 200`];
  if (typeof body?.status !== 'string') return ['Azure-AsyncOperation answered without a status'];
  const failed = ['Failed', 'Canceled'].includes(body.status);
  return failed && typeof body.error?.code !== 'string' ? [`${body.status} without an error`] : [];
}

function resultProblems({ status, responseBody }: Exchange): string[] {
  if (status === 202 && responseBody !== undefined) return ['Location answered 202 with a body'];
  return [200, 201, 202, 204].includes(status) || status >= 400
    ? []
    : [`Location answered ${status}`];
}

function retryProblems({ responseHeaders }: Exchange): string[] {
  const retryAfter = responseHeaders['retry-after'];
  return retryAfter === undefined || /^\d+$/.test(retryAfter)
    ? []
    : [`Retry-After is not whole seconds: ${retryAfter}`];
}

/** What in an exchange is not as long-running operations have it: headers of a start, answers of a poll. */
export function lroProblems(exchange: Exchange): string[] {
  const { pathname } = new URL(exchange.url);
  const byStatus = /(compute|connectedCluster)OperationsStatus\//i.test(pathname);
  const poll = byStatus ? statusProblems(exchange) : resultProblems(exchange);
  const problems = [
    ...(isPoll(exchange) ? poll : startProblems(exchange)),
    ...retryProblems(exchange),
  ];
  return problems.map((problem) => `${exchange.method} ${pathname}: ${problem}`);
}
