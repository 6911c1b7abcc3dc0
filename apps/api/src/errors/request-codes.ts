import type { CodeTable } from '#libs/kernel';

/** Why a request as a whole, or a field of it, has no answer: `extensions.code` of GraphQL errors, `error.code` over REST. */
export const requestCodes = {
  UNAUTHENTICATED: {
    when: 'The request carries no API key or token that is valid.',
    todo: 'Send `Authorization: Bearer …` with one that is.',
  },
  BAD_REQUEST: {
    when: 'The request cannot be read.',
    todo: 'Send a GraphQL request as JSON; the message says what is wrong.',
  },
  BAD_USER_INPUT: {
    when: 'A variable or argument cannot be read as its type.',
    todo: 'Change the value that the message names.',
  },
  GRAPHQL_PARSE_FAILED: {
    when: 'The document is not GraphQL.',
    todo: 'Correct it where the message says.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    when: 'The document asks for what the schema has not, or for too much: depth, aliases, tokens.',
    todo: 'Correct it, or ask for less in one document.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    when: 'The document has several operations, or none of the name that was given.',
    todo: 'Name one with `operationName`.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    when: 'No document is known by this hash.',
    todo: 'Send the document with its hash; clients with persisted queries do so by themselves.',
  },
  NOT_FOUND: {
    when: 'There is no such operation, or you may not see it.',
    todo: 'Check the id, and your roles.',
  },
  NO_DEFAULT_SUBSCRIPTION: {
    when: 'The gateway has no subscription of its own to ask about.',
    todo: 'Give `subscriptionId`.',
  },
  COST_LIMIT_EXCEEDED: {
    when: 'The document asks for more values than one request may.',
    todo: 'Ask for smaller pages: `extensions.cost` says how much it was and how much may be.',
  },
  TOO_MANY_REQUESTS: {
    when: 'Your principal has too much waiting.',
    todo: 'Send fewer requests at a time, and ask again after `Retry-After`.',
  },
  STREAM_LIMIT_EXCEEDED: {
    when: 'Too many subscriptions are open.',
    todo: 'Close some.',
  },
  ANSWER_TOO_LARGE: {
    when: 'The answer would be larger than an answer may be.',
    todo: 'Ask for smaller pages or fewer fields.',
  },
  DEADLINE_EXCEEDED: {
    when: 'The request took longer than a request may.',
    todo: 'Ask for less at once; repeat a mutation with the same `idempotencyKey`.',
  },
  DATABASE_UNAVAILABLE: {
    when: 'The database does not answer, or something else holds what the request needs.',
    todo: 'Ask again after `Retry-After`; `accepted` says whether a mutation was accepted.',
  },
  ENTRA_UNAVAILABLE: {
    when: 'The keys that tokens are checked by cannot be read now.',
    todo: 'Ask again after `Retry-After`.',
  },
  AZURE_UNAVAILABLE: {
    when: 'A live read was not answered by Azure.',
    todo: 'Ask again in a moment; everything else of the query is answered.',
  },
  API_VERSION_NOT_SERVED: {
    when: 'Azure serves the call for a live read at no api-version that is known here.',
    todo: 'Have an administrator name a version in ARMATURE_AZURE_API_VERSIONS.',
  },
  INTERNAL_SERVER_ERROR: {
    when: 'Something went wrong in the gateway.',
    todo: 'Report it with the `requestId`: the log has the reason under it.',
  },
} as const satisfies CodeTable;
