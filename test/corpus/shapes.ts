import { armError, type CorpusEntry } from './entry.js';

/** Bodies of other shapes than ARM's envelope, with what they must not lose. */
export const shapes: readonly CorpusEntry[] = [
  {
    source: 'pulumi/pulumi-azure-native#1557: problem details inside a detail',
    body: armError('ValidationError', 'Unable to parse request body', {
      details: [
        {
          errors: { 'properties.vmSize': ['The vmSize field is required.'] },
          title: 'One or more validation errors occurred.',
          status: 400,
        },
      ],
    }),
    code: 'ValidationError',
    says: 'Unable to parse request body',
    remedy: null,
    retry: 'NEVER',
    details: ['properties.vmSize: The vmSize field is required.'],
  },
  {
    source: 'problem details at the top',
    body: {
      type: 'https://tools.ietf.org/html/rfc7231#section-6.5.1',
      title: 'One or more validation errors occurred.',
      status: 400,
      traceId: '00-abc',
      errors: { '$.properties': ['The JSON value could not be converted.'], sku: ['Unknown.'] },
    },
    code: 'BadRequest',
    says: ['$.properties: The JSON value could not be converted.', 'sku: Unknown.'],
    remedy: null,
    retry: 'NEVER',
  },
  {
    source: 'problem details with a sentence of their own',
    body: { title: 'Bad Request', status: 400, detail: 'The subnet is in another region.' },
    code: 'BadRequest',
    says: 'The subnet is in another region.',
    remedy: null,
    retry: 'NEVER',
  },
  {
    source: 'OData, as Microsoft Graph and tables answer',
    body: {
      'odata.error': {
        code: 'Request_ResourceNotFound',
        message: { lang: 'en-US', value: 'Resource 1 does not exist.' },
      },
    },
    code: 'Request_ResourceNotFound',
    says: 'Resource 1 does not exist.',
    remedy: null,
    retry: 'NEVER',
  },
  {
    source: 'OAuth, as Entra answers',
    body: {
      error: 'invalid_client',
      error_description: 'AADSTS7000215: Invalid client secret provided.',
      error_codes: [7000215],
    },
    code: 'invalid_client',
    says: 'AADSTS7000215',
    remedy: null,
    retry: 'NEVER',
  },
  {
    source: 'a sentence in place of the error',
    body: { error: 'The gateway did not receive a response from the provider.' },
    code: 'BadRequest',
    says: 'did not receive a response',
    remedy: null,
    retry: 'NEVER',
  },
  {
    source: 'details as texts',
    body: armError('BadRequest', 'The request is invalid', {
      details: ['The scale settings need a maximum.', 'minNodeCount is above it.'],
    }),
    code: 'BadRequest',
    says: 'The scale settings need a maximum.',
    remedy: null,
    retry: 'NEVER',
    details: ['minNodeCount is above it.'],
  },
  {
    source: 'details as one text, and one in the value of a list',
    body: {
      value: [{ Error: { Code: 'Odd', Message: 'It is odd indeed.', Details: 'Even more so.' } }],
    },
    code: 'Odd',
    says: 'It is odd indeed.',
    remedy: null,
    retry: 'NEVER',
    details: ['Even more so.'],
  },
  {
    source: 'an empty code over a numeric one',
    body: armError('', 'Failed', {
      details: [{ code: 409, message: 'The workspace is being moved.' }],
    }),
    code: 'BadRequest',
    says: 'The workspace is being moved.',
    remedy: null,
    retry: 'NEVER',
  },
  {
    source: 'JSON twice escaped in a sentence',
    body: armError(
      'BadRequest',
      `Received bad response from resource provider: ${JSON.stringify(JSON.stringify({ error: { code: 'ScopeLocked', message: "cannot perform write operation because following scope(s) are locked: '/subscriptions/s'" } }))}`,
    ),
    code: 'ScopeLocked',
    says: 'cannot perform write operation',
    remedy: 'Remove the lock on /subscriptions/s',
    retry: 'LATER',
  },
  {
    source: 'innererror in small letters, with a sentence only there',
    body: armError('UserError', 'Bad request', {
      innererror: {
        code: 'ClusterCoreQuotaReached',
        message: 'No cores are left for the cluster.',
      },
    }),
    code: 'ClusterCoreQuotaReached',
    says: 'No cores are left',
    remedy: 'cannot grow',
    retry: 'LATER',
  },
  {
    source: 'a page of a gateway',
    body: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>Microsoft-Azure-Application-Gateway/v2</center>\r\n</body>\r\n</html>',
    code: 'BadRequest',
    says: '502 Bad Gateway',
    remedy: null,
    retry: 'NEVER',
    never: '<',
  },
  {
    source: 'a plain text of a proxy',
    body: 'upstream connect error or disconnect/reset before headers. reset reason: overflow',
    code: 'BadRequest',
    says: 'upstream connect error',
    remedy: null,
    retry: 'NEVER',
  },
  {
    source: 'a secret as JSON in a sentence',
    body: armError(
      'Odd',
      'The body {\\"adminUserPassword\\":\\"hunter2\\",\\"vmSize\\":\\"x\\"} was refused by the provider.',
    ),
    code: 'Odd',
    says: 'was refused by the provider',
    remedy: null,
    retry: 'NEVER',
    never: 'hunter2',
  },
  {
    source: 'Azure/azure-sdk-for-python#35109: problem details with every brace doubled',
    body: armError('BadRequest', 'The request is invalid.', {
      details: [
        {
          code: 'InferencingClientCallFailed',
          message:
            '{{"errors":{{"":["OnlineEndpoint foo-bar already exists in cluster, in workspace mlw of resource group rg. Please notice endpoint name must be unique per cluster."]}},"title":"One or more validation errors occurred."}}',
        },
      ],
    }),
    code: 'ALREADY_EXISTS',
    says: 'OnlineEndpoint foo-bar already exists in cluster',
    remedy: 'Choose another name',
    retry: 'NEVER',
    never: '{{',
  },
  {
    source: 'problem details after a sentence',
    body: armError(
      'BadRequest',
      'The provider answered: {"title":"One or more validation errors occurred.","status":400,"errors":{"properties.scale":["maxNodeCount is required."]}}',
    ),
    code: 'BadRequest',
    says: 'The provider answered',
    remedy: null,
    retry: 'NEVER',
    details: ['properties.scale: maxNodeCount is required.'],
    never: '"errors"',
  },
];
