import type { CodeTable } from '#libs/kernel';

/** Why a request as a whole, or a field of it, has no answer: `extensions.code` of GraphQL errors, `code` of problem documents over REST. */
export const requestCodes = {
  UNAUTHENTICATED: {
    when: 'The request carries no API key or token that is valid.',
    todo: 'Send `Authorization: Bearer …` with one that is.',
  },
  BAD_REQUEST: {
    when: 'The request cannot be read, or is larger than one may be.',
    todo: 'Send a GraphQL request as JSON; the message says what is wrong.',
  },
  BAD_USER_INPUT: {
    when: 'An argument, field, parameter or header cannot be read, or is not allowed.',
    todo: 'Change what the message names: a type, a page size, a text that is too long, an id; or ask for no subscription over plain HTTP, and for ten live reads in one request at most.',
  },
  SCOPE_NOT_SHARED: {
    when: 'Sizes are asked for in an Azure subscription in which none of your teams has a resource group or a share.',
    todo: 'Ask for another one, or have it shared with `shareScope` by who administers the platform.',
  },
  GRAPHQL_PARSE_FAILED: {
    when: 'The document is not GraphQL, or has more tokens than one may.',
    todo: 'Correct it where the message says, or send a shorter one.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    when: 'The document asks for what the schema has not, or for too much: depth, aliases, directives.',
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
  UNKNOWN_DOCUMENT: {
    when: 'No trusted document is known by this `documentId`.',
    todo: 'Send one of the manifest that the API runs with, or have yours added to it.',
  },
  DOCUMENT_NOT_TRUSTED: {
    when: 'Only documents of the manifest may be asked for here, and this is none of them.',
    todo: 'Ask for one of them, by `documentId` or to the letter, or have yours added.',
  },
  NOT_FOUND: {
    when: 'There is no such operation, or you may not see it; or nothing is at this address.',
    todo: 'Check the id or the address, and your roles.',
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
    when: 'So many of your requests wait for their turn already that no more may.',
    todo: 'Send fewer at a time, ask for less in each, and ask again once some are answered.',
  },
  STREAM_LIMIT_EXCEEDED: {
    when: 'As many subscriptions are open as may: on this connection, of you, or on this server.',
    todo: 'Close some, or follow many things by one `operationsUpdated` or `computeUpdated`.',
  },
  ANSWER_TOO_LARGE: {
    when: 'The answer would be larger than an answer may be. What a mutation asked for is done.',
    todo: 'Ask for smaller pages or fewer fields.',
  },
  IDEMPOTENCY_KEY_IN_USE: {
    when: 'Over REST: a request with this key is being accepted at this moment.',
    todo: 'Ask again after `Retry-After`: the first answer is given again.',
  },
  CONFIRMATION_DECLINED: {
    when: 'Over MCP: a person was asked whether it shall be done, and did not say yes.',
    todo: 'Nothing was done. Leave it, or have the person ask for it again.',
  },
  DEADLINE_EXCEEDED: {
    when: 'The request took longer than a request may.',
    todo: 'Ask for less at once; repeat a mutation with the same `idempotencyKey`.',
  },
  DATABASE_UNAVAILABLE: {
    when: 'The database does not answer, or something else holds what the request needs.',
    todo: 'Ask again after `Retry-After`; where `accepted` is there, it says whether a mutation was accepted.',
  },
  ENTRA_UNAVAILABLE: {
    when: 'The keys that tokens are checked by cannot be read now, or Microsoft Graph cannot be asked for the groups that a token leaves out.',
    todo: 'Ask again after `Retry-After`.',
  },
  AZURE_UNAVAILABLE: {
    when: "Azure did not answer a live read, or refused it; the message names Azure's code.",
    todo: "Ask again in a moment; where the code is a refusal, have the rights of Armature's identity looked at.",
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
