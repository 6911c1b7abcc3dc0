import { z } from 'zod';
import { gql, optional } from '#libs/verbs';
import { customApplicationSchema } from './custom-application.schema.js';
import { scriptSourceSchema, setupScriptSchema } from './setup-scripts.schema.js';

const [{ shape: ofText }, { shape: ofPath }] = scriptSourceSchema.options;
const { arguments: words, timeout } = setupScriptSchema.shape;

const sourceInput = z
  .union([
    z.strictObject({
      text: ofText.text.describe('The text itself. It is stored and shown: no secrets in it.'),
    }),
    z.strictObject({
      path: ofPath.path.describe("Its path in the workspace's file share, e.g. Users/jo/setup.sh."),
    }),
  ])
  .register(gql, {
    type: 'SetupScriptSourceInput',
    description: 'Where a script comes from: one of them.',
    oneOf: true,
  });

const scriptInput = z
  .strictObject({
    source: sourceInput.describe('Where it comes from.'),
    arguments: optional(words.unwrap()).describe(
      'Its arguments, as one line. They are stored and shown: no secrets in them.',
    ),
    timeout: optional(timeout.unwrap()).describe('How long it may take, e.g. PT15M.'),
  })
  .register(gql, {
    type: 'SetupScriptInput',
    description: 'A script that Azure shall run on the instance.',
  });

/** Setup scripts as clients write them: what may be left out is null. */
export const setupScriptsInput = z
  .strictObject({
    creationScript: optional(scriptInput).describe('Runs once, at creation.'),
    startupScript: optional(scriptInput).describe('Runs at every start.'),
  })
  .register(gql, {
    type: 'SetupScriptsInput',
    description: 'What Azure shall run on the instance.',
  });

const { name, image, targetPort, publishedPort, environment, mounts } =
  customApplicationSchema.shape;
const variable = environment.element.shape;
const mount = mounts.element.shape;

const variableInput = z
  .strictObject({
    name: variable.name.describe('Its name.'),
    value: variable.value.describe('Its value. It is stored and shown: no secrets in it.'),
  })
  .register(gql, {
    type: 'EnvironmentVariableInput',
    description: 'A variable of an application.',
  });

const mountInput = z
  .strictObject({
    source: mount.source.describe('The folder on the instance, an absolute path.'),
    target: mount.target.describe('Where the application sees it, an absolute path.'),
    readOnly: mount.readOnly.prefault(false).describe('Whether it can only be read.'),
  })
  .register(gql, {
    type: 'ApplicationMountInput',
    description: 'A folder that an application shall see.',
  });

/** Custom applications as clients write them: what may be left out is empty. */
export const customApplicationsInput = z
  .array(
    z
      .strictObject({
        name: name.describe('Its name, unique on the instance.'),
        image: image.describe('Docker image, e.g. ghcr.io/azure/rocker-rstudio-ml-verse.'),
        targetPort: targetPort.describe('Port inside the container, e.g. 8787.'),
        publishedPort: publishedPort.describe(
          'Port of the instance that leads to it, 1025 to 65535.',
        ),
        environment: z.array(variableInput).max(100).prefault([]).describe('Its environment.'),
        mounts: z.array(mountInput).max(50).prefault([]).describe('Folders that it sees.'),
      })
      .register(gql, {
        type: 'CustomApplicationInput',
        description: 'A container beside Jupyter.',
      }),
  )
  .max(50);
