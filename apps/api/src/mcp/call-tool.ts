import { Injectable } from '@nestjs/common';
import type {
  CallToolResult,
  InputRequiredResult,
  RequestStateCodec,
  ServerContext,
} from '@modelcontextprotocol/server';
import { ChannelAnswers } from '../channels/channel-answers.js';
import type { Refusal } from '../channels/refusal.js';
import type { GraphqlContext } from '../context/graphql-context.js';
import { ask, canBeAsked, declined, digestOf, saidTo } from './confirmation.js';
import { TargetNames } from './target-names.js';
import type { Tool } from './tool.js';
import { refused, resultOf } from './tool-result.js';

type Args = Readonly<Record<string, unknown>>;

/** Who calls, and how their person is asked. */
export interface Call {
  context: GraphqlContext;
  protocol: ServerContext;
  confirmations: RequestStateCodec<{ call: string }>;
}

/** Calls tools: what takes away is confirmed by name, and by a person where one can be asked, before anything is done. */
@Injectable()
export class ToolCalls {
  constructor(
    private readonly answers: ChannelAnswers,
    private readonly names: TargetNames,
  ) {}

  /** Never rejects for what a client may be told. */
  async call(tool: Tool, call: Call, args: Args): Promise<CallToolResult | InputRequiredResult> {
    try {
      const { confirmName, ...withoutName } = args;
      const input = tool.addsConfirmName ? withoutName : args;
      const instead = tool.isDestructive
        ? await this.confirm(tool, call, { args, input, confirmName })
        : undefined;
      return instead ?? (await this.run(tool, call, input));
    } catch (error) {
      return refused(this.answers.refusalsOf(error));
    }
  }

  private async run(tool: Tool, { context }: Call, input: Args): Promise<CallToolResult> {
    return resultOf(tool, await this.answers.answerOf(tool.definition, context, input));
  }

  /** What is answered in place of doing it; undefined where it may be done. */
  private async confirm(
    tool: Tool,
    { context, protocol, confirmations }: Call,
    given: { args: Args; input: Args; confirmName: unknown },
  ): Promise<CallToolResult | InputRequiredResult | undefined> {
    if (typeof given.confirmName !== 'string')
      return tool.addsConfirmName ? refused([missing]) : undefined;
    const found = await this.names.of(tool.definition, context, given.input);
    if ('refusals' in found) return refused(found.refusals);
    if (found.name !== given.confirmName) return refused([mismatch]);
    if (!canBeAsked(protocol)) return undefined;
    const call = digestOf(tool, given.args);
    const said = saidTo(call, protocol);
    if (said === undefined) return ask(confirmations, call, tool, found.name);
    return said === 'yes' ? undefined : refused([declined]);
  }
}

const missing: Refusal = {
  code: 'BAD_USER_INPUT',
  message: 'It is missing: give the name of what it is about, to the letter.',
  field: ['confirmName'],
};

const mismatch: Refusal = {
  code: 'CONFIRMATION_MISMATCH',
  message: 'confirmName must be the name of what it is about, to the letter.',
  field: ['confirmName'],
};
