import type { Tool as Listed } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { catalogue } from '#libs/catalogue';
import { isObject } from '#libs/kernel';
import type { AnyRead } from '#libs/verbs';
import { AnswerSchemas, type JsonSchema } from '../channels/answer-schema.js';
import { isRead, type Definition, type FixedDocument } from '../channels/fixed-document.js';
import { inputSchema } from '../channels/input-schema.js';
import { toolName } from './tool-name.js';

/** A verb or a read as agents see it. */
export interface Tool {
  definition: Definition;
  /** Whether a person is asked first, and the name of what it is about has to be given. */
  isDestructive: boolean;
  /** Whether `confirmName` is the tool's own, and not for the verb. */
  addsConfirmName: boolean;
  /** As `tools/list` shows it. */
  listed: Listed;
}

export function toolOf(document: FixedDocument): Tool {
  const { definition } = document;
  const isDestructive = !isRead(definition) && definition.destructive;
  const addsConfirmName = isDestructive && !('confirmName' in definition.input.shape);
  const listed: Listed = {
    name: toolName(definition),
    description: descriptionOf(definition),
    inputSchema: takenBy(definition, addsConfirmName) as Listed['inputSchema'],
    outputSchema: answeredBy(document),
    annotations: {
      readOnlyHint: isRead(definition),
      destructiveHint: isDestructive,
      idempotentHint: definition.effect === 'read' || definition.effect === 'delete',
      openWorldHint: false,
    },
  };
  return { definition, isDestructive, addsConfirmName, listed };
}

function descriptionOf(definition: Definition): string {
  const goesOn = !isRead(definition) && 'operation' in definition.answer;
  return goesOn
    ? `${definition.summary} Answers at once with an operation: operation_get tells how it goes on.`
    : definition.summary;
}

function takenBy(definition: Definition, addsConfirmName: boolean): JsonSchema {
  const schema = inputSchema(definition, namedAsTool);
  if (!addsConfirmName) return schema;
  const { properties, required, examples: _withoutIt, ...rest } = schema;
  return {
    ...rest,
    properties: { ...(properties as object), confirmName },
    required: [...((required ?? []) as string[]), 'confirmName'],
  };
}

/** An input of another tool within this one's is named, and not repeated: agents read all of it. */
function namedAsTool(part: z.ZodType): JsonSchema | undefined {
  const inner = part instanceof z.ZodOptional ? part.unwrap() : part;
  const verb = catalogue.find(({ input }) => input === inner);
  return verb && { type: 'object', description: `As the tool ${toolName(verb)} takes it.` };
}

const confirmName: JsonSchema = {
  type: 'string',
  description:
    'Its name, to the letter; of an operation its targetName, of a plan its verb and its targetName, of a principal its displayName, of a scope the last part of its ARM id.',
};

/** What is answered as a list and not as a page. */
const lists: ReadonlySet<AnyRead['answer']['as']> = new Set(['all', 'found each']);

export const answersList = (definition: Definition): boolean =>
  isRead(definition) && lists.has(definition.answer.as);

/** An object, as structured results have to be: a list stands in `items`, as a page does. */
function answeredBy(document: FixedDocument): JsonSchema {
  const schemas = new AnswerSchemas((name) => `#/$defs/${name}`);
  const answered = schemas.ofDocument(document);
  const root = answersList(document.definition)
    ? { properties: { items: answered }, required: ['items'] }
    : withoutNull(answered);
  return bare({ type: 'object', ...root, $defs: Object.fromEntries(schemas.named) }) as JsonSchema;
}

/** A schema without words: agents read all tools before they call one, and what is answered names itself. */
function bare(schema: unknown, key = ''): unknown {
  if (Array.isArray(schema)) return schema.map((one) => bare(one));
  if (!isObject(schema)) return schema;
  // Below `properties` are names of fields, be they called as a keyword is.
  const isKept = (word: string): boolean => key === 'properties' || !words.has(word);
  const kept = Object.entries(schema).filter(([word]) => isKept(word));
  return Object.fromEntries(kept.map(([word, value]) => [word, bare(value, word)]));
}

const words: ReadonlySet<string> = new Set(['description', 'discriminator']);

/** What is not found is refused. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const [found] = Array.isArray(schema['anyOf']) ? (schema['anyOf'] as JsonSchema[]) : [];
  return found ?? schema;
}
