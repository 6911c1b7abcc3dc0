import { ResourceNotFoundError, type Server } from '@modelcontextprotocol/server';

/** Beside tools there is nothing: who asks for all that a server may have gets empty lists, which every client understands. */
export function answerNothingElse(server: Server): void {
  server.setRequestHandler('prompts/list', () => ({ prompts: [] }));
  server.setRequestHandler('resources/list', () => ({ resources: [] }));
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: [] }));
  server.setRequestHandler('resources/read', ({ params }) => {
    throw new ResourceNotFoundError(params.uri);
  });
}
