import {
  Client,
  StreamableHTTPClientTransport,
  type ClientOptions,
  type JsonSchemaType,
  type JsonSchemaValidator,
  type jsonSchemaValidator,
} from '@modelcontextprotocol/client';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv';
import { at, type Loose } from './gateway.js';

/** `2026`: the newest protocol, where the client can be asked back; `2025`: the one before, as the public client speaks by default. */
export type Era = '2026' | '2025';

/** What a person says to a question; undefined: the client cannot ask one. */
export type Person =
  ((message: string) => { action: 'accept' | 'decline' | 'cancel'; confirm?: boolean }) | undefined;

export interface Called {
  isError: boolean;
  data: Loose;
  errors: { code: string; field?: string[]; operationId?: string; message: string }[];
}

const ajv = new AjvJsonSchemaValidator();
const compiled = new Map<string, JsonSchemaValidator<unknown>>();

/** What every client has, but for all of them one: each compiled the schemas of all tools anew, which took most of the time. */
const sharedValidators: jsonSchemaValidator = {
  getValidator<T>(schema: JsonSchemaType) {
    const text = JSON.stringify(schema);
    const validator = compiled.get(text) ?? ajv.getValidator(schema);
    compiled.set(text, validator);
    return validator as JsonSchemaValidator<T>;
  },
};

/** An agent: the public client of the protocol, at /mcp of an API. It checks what it is answered by the schemas that it was shown. */
export async function startAgent(url: string, key: string, era: Era = '2026', person?: Person) {
  const options: ClientOptions = {
    jsonSchemaValidator: sharedValidators,
    capabilities: person ? { elicitation: { form: {} } } : {},
    ...(era === '2026' && { versionNegotiation: { mode: { pin: '2026-07-28' } } }),
  };
  const client = new Client({ name: 'agent', version: '1' }, options);
  const questions: string[] = [];
  if (person)
    client.setRequestHandler('elicitation/create', ({ params }) => {
      questions.push(params.message);
      const { action, confirm } = person(params.message);
      return { action, ...(action === 'accept' && { content: { confirm: confirm === true } }) };
    });
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${key}` } },
  });
  await client.connect(transport);
  const { tools } = await client.listTools();
  return {
    client,
    tools,
    names: tools.map(({ name }) => name),
    questions,
    call: async (name: string, args: object = {}): Promise<Called> => {
      const result = await client.callTool({ name, arguments: { ...args } });
      const isError = result.isError === true;
      const [content] = result.content as { text: string }[];
      const said = JSON.parse(content?.text ?? '{}') as Pick<Called, 'errors'>;
      return { isError, data: at(result.structuredContent), errors: isError ? said.errors : [] };
    },
    close: () => client.close(),
  };
}
export type Agent = Awaited<ReturnType<typeof startAgent>>;
