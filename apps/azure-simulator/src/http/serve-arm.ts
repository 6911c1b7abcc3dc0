import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkApiVersion } from '../arm/api-versions.js';
import { ArmRefusal } from '../arm/arm-error.js';
import type { ArmAnswer, ArmMethod, RequestKind } from '../arm/arm-request.js';
import { checkLocks } from '../arm/locks/check-locks.js';
import { checkSubscription } from '../arm/subscriptions/check-subscription.js';
import { checkRole } from '../arm/subscriptions/check-role.js';
import { resourceTypes } from '../arm/resource-types.js';
import { Router, type RouteMatch } from '../arm/router.js';
import type { Principal, Tokens } from '../identity/tokens.js';
import { dropField } from '../scenarios/drop-field.js';
import type { FaultSubject } from '../scenarios/faults.js';
import { refuseVersion } from '../scenarios/refuse-version.js';
import type { Simulation } from '../simulation.js';
import { authenticate } from './authenticate.js';
import { operationTagOf } from './operation-tag.js';
import { parseJson, readBody } from './read-body.js';
import { commonHeaders, refusalAnswer, sendAnswer } from './send-answer.js';

const kindOf = (method: string): RequestKind =>
  method === 'DELETE' ? 'delete' : method === 'GET' || method === 'HEAD' ? 'read' : 'write';

interface Exchange {
  request: IncomingMessage;
  method: ArmMethod;
  url: URL;
  text: string;
  requestId: string;
  principal: Principal;
  subject: FaultSubject;
  /** Gathered on the way, for whichever answer comes. */
  headers: Record<string, string>;
}

/** Answers ARM requests: who asks, faults, throttling, route, version, locks, and then the resource type itself. */
export class ArmServer {
  private readonly router: Router;

  constructor(
    private readonly simulation: Simulation,
    private readonly tokens: Tokens,
  ) {
    this.router = new Router(resourceTypes(simulation));
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { clock, faults, ledger, heldRequests } = this.simulation;
    const requestId = randomUUID();
    const headers = commonHeaders(requestId, request.headers, clock.realNow());
    const method = (request.method ?? 'GET') as ArmMethod;
    ledger.count(kindOf(method));
    const subject = { method, paths: this.faultPaths(url.pathname) };
    const send = async (answer: ArmAnswer): Promise<void> => {
      if (!(await heldRequests.pass('after', subject, request.socket))) return;
      sendAnswer(response, answer, headers, method === 'HEAD');
    };
    try {
      const text = await readBody(request);
      const principal = authenticate(this.tokens, request.headers);
      const slow = faults.take('SlowResponse', subject);
      if (slow) await sleep(slow.parameters.delayMs);
      if (faults.take('ResetConnection', subject, (f) => f.parameters.when === 'before'))
        return void request.socket.destroy();
      if (!(await heldRequests.pass('before', subject, request.socket))) return;
      const exchange = { request, method, url, text, requestId, principal, subject, headers };
      const { answer, isLost } = this.answer(exchange);
      if (isLost) return void request.socket.destroy();
      await send(answer);
    } catch (error) {
      if (request.destroyed && !request.complete) return;
      ledger.countRefused();
      await send(failureAnswer(error));
    } finally {
      this.simulation.store.commit();
    }
  }

  /** Everything from here to the answer happens at one instant: nothing else comes between. */
  private answer(exchange: Exchange): { answer: ArmAnswer; isLost: boolean } {
    const { simulation } = this;
    const { method, url, subject, principal } = exchange;
    simulation.requestFaults.strike(subject);
    checkSubscription(simulation.subscriptions, method, url.pathname);
    Object.assign(exchange.headers, this.throttle(exchange));
    const match = this.route(method, url.pathname);
    if (!match.route.anyApiVersion)
      checkRole(simulation.subscriptions, {
        method,
        path: url.pathname,
        type: match.resourceType.type,
        principal,
      });
    const apiVersion = match.route.anyApiVersion
      ? (url.searchParams.get('api-version') ?? '')
      : this.versionOf(match, exchange);
    const nowMs = simulation.clock.nowMs();
    if (!match.route.anyApiVersion)
      simulation.registrations.check(
        match.parameters.subscriptionId,
        match.resourceType.type,
        nowMs,
      );
    simulation.timeline.settle(nowMs);
    if (match.route.anyApiVersion) this.losePollUrl(subject);
    checkLocks(simulation.locks, match.route, method, url.pathname);
    const answer = match.route.handle({
      method,
      path: url.pathname,
      parameters: match.parameters,
      query: url.searchParams,
      apiVersion,
      body: this.bodyOf(exchange),
      origin: `https://${exchange.request.headers.host ?? url.host}`,
      principal,
      requestId: exchange.requestId,
      nowMs,
    });
    const isLost = this.losesAnswer(subject);
    if (kindOf(method) !== 'read' && !match.route.changesNothing)
      this.record(exchange, apiVersion, answer.status, isLost);
    simulation.store.commit();
    return { answer, isLost };
  }

  private versionOf(match: RouteMatch, { url, subject }: Exchange): string {
    const version = checkApiVersion(match.resourceType, match.route, url.searchParams);
    refuseVersion(this.simulation, match, subject, version);
    return version;
  }

  private throttle({ method, url, principal }: Exchange): Record<string, string> {
    const [, first, subscriptionId = ''] = url.pathname.split('/');
    if (first?.toLowerCase() !== 'subscriptions') return {};
    return this.simulation.throttle.admit({
      subscriptionId: subscriptionId.toLowerCase(),
      principalId: principal.objectId,
      kind: kindOf(method),
    });
  }

  private route(method: ArmMethod, path: string): RouteMatch {
    const match = this.router.find(method, path);
    if (match === 'method')
      throw new ArmRefusal(405, {
        code: 'MethodNotAllowed',
        message: `The requested resource does not support http method '${method}'.`,
      });
    if (match) return match;
    throw new ArmRefusal(404, {
      code: 'InvalidResourceType',
      message: `The resource type of '${path}' could not be found.`,
    });
  }

  /** What faults are matched with: the path, and with a poll URL also what is being worked on. */
  private faultPaths(path: string): string[] {
    const operation = this.simulation.operations.find(path.slice(path.lastIndexOf('/') + 1));
    return operation ? [path, operation.resourceId] : [path];
  }

  private losesAnswer(subject: FaultSubject): boolean {
    const { faults } = this.simulation;
    const fault = faults.take('ResetConnection', subject, (f) => f.parameters.when === 'after');
    return fault !== undefined;
  }

  private losePollUrl(subject: FaultSubject): void {
    if (this.simulation.faults.take('PollUrlNotFound', subject))
      throw new ArmRefusal(404, {
        code: 'NotFound',
        message: 'The operation could not be found.',
      });
  }

  private bodyOf({ method, text, subject }: Exchange): unknown {
    const body = parseJson(text);
    const ignored =
      method === 'PUT' ? this.simulation.faults.take('IgnoresField', subject) : undefined;
    return ignored ? dropField(body, ignored.parameters.field) : body;
  }

  private record(exchange: Exchange, apiVersion: string, status: number, isLost: boolean): void {
    const { method, url, requestId, principal, request } = exchange;
    const clientRequestId = request.headers['x-ms-client-request-id'];
    const operationTag = operationTagOf(exchange.text);
    this.simulation.ledger.accepted({
      method,
      path: url.pathname,
      apiVersion,
      status,
      requestId,
      principalId: principal.objectId,
      ...(typeof clientRequestId === 'string' ? { clientRequestId } : {}),
      ...(operationTag === undefined ? {} : { operationTag }),
      ...(isLost ? { answerLost: true } : {}),
    });
  }
}

function failureAnswer(error: unknown): ArmAnswer {
  if (error instanceof ArmRefusal) return refusalAnswer(error);
  process.stderr.write(
    `azure-simulator: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return refusalAnswer(
    new ArmRefusal(500, {
      code: 'InternalServerError',
      message: 'Encountered internal server error.',
    }),
  );
}
