import type { ResourceBody } from '#libs/resources';
import type { CustomApplication } from './custom-application.schema.js';

/** An element of `customServices`, ARM's name for what the studio calls a custom application. */
export const customApplicationBody = (application: CustomApplication): ResourceBody => ({
  name: application.name,
  image: { type: 'docker', reference: application.image },
  environmentVariables: Object.fromEntries(
    application.environment.map(({ name, value }) => [name, { type: 'local', value }]),
  ),
  docker: { privileged: true },
  endpoints: [
    {
      protocol: 'http',
      name: 'connect',
      target: application.targetPort,
      published: application.publishedPort,
    },
  ],
  volumes: application.mounts.map(({ source, target, readOnly }) => ({
    type: 'bind',
    source,
    target,
    readOnly,
  })),
});
