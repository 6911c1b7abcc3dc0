import { z } from 'zod';
import { refuse } from '../../arm-error.js';
import { dependencyBody } from '../dependency-body.js';
import type { DependencyType } from '../dependency-type.js';

/** Application Insights (docs/azure-facts.md#what-workspaces-lean-on): made and deleted at once; the name is its group's. */
export const applicationInsights: DependencyType = {
  type: 'microsoft.insights/components',
  apiVersions: ['2020-02-02', '2018-05-01-preview', '2015-05-01'],
  isNameOfTheWorld: false,
  isName: (name) => /^[^%&\\?/]{1,260}$/.test(name) && !/[. ]$/.test(name),
  wrongName: (name) => ({
    code: 'InvalidResourceName',
    message: `Resource name '${name}' is invalid. A component's name has 1 to 260 characters without % & \\ ? / and does not end with a period or space.`,
  }),
  takenName: (name) => ({ code: 'Conflict', message: `The component '${name}' exists.` }),
  body: dependencyBody({
    kind: z.string(),
    properties: z.looseObject({
      Application_Type: z.string().optional(),
      WorkspaceResourceId: z.string().nullish(),
    }),
  }),
  creates: 'at once',
  createSeconds: 0,
  creatingState: 'Creating',
  deletes: 'at once',
  deleteSeconds: 0,
  keepsDeleted: false,
  checkNew: ({ dependencies }, { properties }) => {
    const id = properties['WorkspaceResourceId'];
    if (typeof id === 'string' && !dependencies.findById(id))
      refuse(400, 'BadRequest', `The Log Analytics workspace '${id}' was not found.`);
  },
  view: ({ name, location, properties, ownId, createdAt }) => ({
    Application_Type: 'web',
    ...properties,
    AppId: ownId,
    ApplicationId: name,
    Name: name,
    CreationDate: createdAt,
    InstrumentationKey: ownId,
    ConnectionString: `InstrumentationKey=${ownId};IngestionEndpoint=https://${location}-0.in.applicationinsights.azure.com/`,
  }),
};
