import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Answer } from '../channels/channel-answers.js';
import type { Refusal } from '../channels/refusal.js';
import { requestIds } from '../context/request-ids.js';
import { refuseLarge } from '../server/bound-answers.js';
import { answersList, type Tool } from './tool.js';

/** What a tool answers, as data and as the same in text. */
export function resultOf({ definition }: Tool, answer: Answer): CallToolResult {
  if ('refusals' in answer) return refused(answer.refusals);
  const { data } = answer;
  if (data === null || data === undefined) return refused([notThere]);
  const structuredContent = (answersList(definition) ? { items: data } : data) as Record<
    string,
    unknown
  >;
  const text = JSON.stringify(structuredContent);
  const tooLarge = refuseLarge(Buffer.byteLength(text));
  if (tooLarge) return refused([{ code: 'ANSWER_TOO_LARGE', message: tooLarge.message }]);
  return { content: [{ type: 'text', text }], structuredContent };
}

const notThere: Refusal = {
  code: 'NOT_FOUND',
  message: 'There is no such thing, or you may not see it.',
};

/** Refusals are for the agent to read: an error of the tool, with the codes that every way in has. */
export function refused(errors: readonly Refusal[]): CallToolResult {
  const requestId = requestIds.getStore();
  return {
    isError: true,
    content: [{ type: 'text', text: JSON.stringify({ errors, requestId }) }],
  };
}
