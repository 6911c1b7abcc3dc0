import { Injectable } from '@nestjs/common';
import {
  createMcpHandler,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type McpRequestContext,
} from '@modelcontextprotocol/server';
import type { GraphqlContext } from '../context/graphql-context.js';
import { answerNothingElse } from './answer-nothing-else.js';
import { ToolCalls } from './call-tool.js';
import { confirmationsOf } from './confirmation.js';
import { Tools } from './tools.js';

/** As it stands in package.json. */
export const version = '0.1.0';

const instructions = `Armature provisions Azure Machine Learning compute; it runs no jobs. Tools that change something answer at once with an operation: call operation_get with its id until its status is final. Pass an idempotencyKey (a UUID of yours) to be able to repeat a call safely. Tools that take something away want its name as confirmName.`;

/** The tools that somebody sees change with their roles alone. */
const listHint = { ttlMs: 60_000, cacheScope: 'private' } as const;

/** Streams on which clients may wait for news of lists, of which there are none: each ends as a request does that takes too long. */
const maxSubscriptions = 100;

/** What the door knows of who asks. */
export interface Caller {
  context: GraphqlContext;
  /** What they came with. */
  credential: string;
}

/** Answers what agents ask by the Model Context Protocol: each request by itself, for protocol 2026-07-28 and 2025-11-25. */
@Injectable()
export class McpAnswers {
  private readonly handler = createMcpHandler(
    ({ authInfo }) => this.serverFor(callerIn(authInfo)),
    {
      maxSubscriptions,
    },
  );

  constructor(
    private readonly tools: Tools,
    private readonly calls: ToolCalls,
  ) {}

  /** `body`: as it was parsed; absent where there is none. */
  answer(request: Request, caller: Caller, body: unknown): Promise<Response> {
    const { principalId } = caller.context.request.actor;
    const authInfo = { token: '', clientId: principalId, scopes: [], extra: { caller } };
    return this.handler.fetch(request, {
      authInfo,
      ...(body !== undefined && { parsedBody: body }),
    });
  }

  private serverFor({ context, credential }: Caller): Server {
    const { actor } = context.request;
    const confirmations = confirmationsOf(credential);
    const server = new Server(
      { name: 'armature', version },
      {
        capabilities: { tools: {}, prompts: {}, resources: {} },
        instructions,
        cacheHints: { 'tools/list': listHint },
        requestState: { verify: (state, protocol) => confirmations.verify(state, protocol) },
      },
    );
    answerNothingElse(server);
    server.setRequestHandler('tools/list', () => ({
      tools: this.tools.of(actor).map(({ listed }) => listed),
    }));
    server.setRequestHandler('tools/call', ({ params }, protocol) => {
      const tool = this.tools.find(actor, params.name);
      if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, noTool);
      return this.calls.call(tool, { context, protocol, confirmations }, params.arguments ?? {});
    });
    return server;
  }
}

const noTool = 'There is no such tool, or none for your roles: tools/list names those there are.';

/** The handler is never asked without one. */
const callerIn = (authInfo: McpRequestContext['authInfo']): Caller =>
  authInfo?.extra?.['caller'] as Caller;
