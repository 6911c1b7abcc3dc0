import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { GraphiQL } from 'graphiql';
import { getOperationAST } from 'graphql';
import { createClient } from 'graphql-sse';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const welcome = `# Put an API key into the Headers tab below, then press the schema's reload button.
# Every list is a page: give first, 1 to 100.

{
  viewer {
    displayName
  }
  computes(first: 10) {
    nodes {
      id
      name
      provisioningState
    }
  }
}
`;

const url = new URL('/graphql', location.href).href;

/** Subscriptions run over server-sent events, which carry the Headers tab; everything else is a POST. */
async function fetcher({ query, variables, operationName }, { headers = {}, documentAST } = {}) {
  const operation = documentAST && getOperationAST(documentAST, operationName);
  const request = { query, variables, operationName };
  if (operation?.operation === 'subscription') {
    return createClient({ url: `${url}/stream`, headers, retryAttempts: 0 }).iterate(request);
  }
  const response = await fetch(url, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(request),
  });
  return response.json();
}

createRoot(document.getElementById('graphiql')).render(
  createElement(GraphiQL, {
    fetcher,
    defaultQuery: welcome,
    defaultHeaders: '{\n  "authorization": "Bearer <API key>"\n}',
    defaultEditorToolsVisibility: 'headers',
  }),
);
