import type { IncomingMessage } from 'node:http';
import { parseExactly } from '#libs/kernel';
import { ArmRefusal } from '../arm/arm-error.js';

const maximumBytes = 4 * 1024 * 1024;

/** The whole body as text. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maximumBytes) chunks.push(chunk);
  }
  if (size > maximumBytes)
    throw new ArmRefusal(413, {
      code: 'RequestContentTooLarge',
      message: 'The request content size exceeds the maximum size of 4 MB.',
    });
  return Buffer.concat(chunks).toString('utf8');
}

/** JSON, or undefined for an empty text; refuses what is neither. */
export function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return parseExactly(text);
  } catch (error) {
    throw new ArmRefusal(400, {
      code: 'InvalidRequestContent',
      message: `The request content was invalid and could not be deserialized: '${(error as Error).message}'.`,
    });
  }
}
