import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DurationScalar } from '../scalars/scalars.js';

@ObjectType('SetupScript', { description: 'A script that Azure runs on the instance.' })
export class SetupScriptObject {
  @Field(() => String, { nullable: true, description: 'Its text; null where a path was given.' })
  text: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Its path in the workspace's file share; null where the text was given.",
  })
  path: string | null;
  @Field(() => String, { nullable: true, description: 'Its arguments, as one line.' })
  arguments: string | null;
  @Field(() => DurationScalar, { nullable: true, description: 'How long it may take.' })
  timeout: string | null;
}

@ObjectType('SetupScripts', { description: 'What Azure runs on the instance.' })
export class SetupScriptsObject {
  @Field(() => SetupScriptObject, { nullable: true, description: 'Runs once, at creation.' })
  creationScript: SetupScriptObject | null;
  @Field(() => SetupScriptObject, { nullable: true, description: 'Runs at every start.' })
  startupScript: SetupScriptObject | null;
}

@InputType('SetupScriptSourceInput', {
  description: 'Where a script comes from: one of them.',
  isOneOf: true,
})
export class SetupScriptSourceInput {
  @Field(() => String, {
    nullable: true,
    description: 'The text itself. It is stored and shown: no secrets in it.',
  })
  text?: string;
  @Field(() => String, {
    nullable: true,
    description: "Its path in the workspace's file share, e.g. Users/jo/setup.sh.",
  })
  path?: string;
}

@InputType('SetupScriptInput', { description: 'A script that Azure shall run on the instance.' })
export class SetupScriptInput {
  @Field(() => SetupScriptSourceInput, { description: 'Where it comes from.' })
  source: SetupScriptSourceInput;
  @Field(() => String, {
    nullable: true,
    description: 'Its arguments, as one line. They are stored and shown: no secrets in them.',
  })
  arguments: string | null;
  @Field(() => DurationScalar, { nullable: true, description: 'How long it may take, e.g. PT15M.' })
  timeout: string | null;
}

@InputType('SetupScriptsInput', { description: 'What Azure shall run on the instance.' })
export class SetupScriptsInput {
  @Field(() => SetupScriptInput, { nullable: true, description: 'Runs once, at creation.' })
  creationScript: SetupScriptInput | null;
  @Field(() => SetupScriptInput, { nullable: true, description: 'Runs at every start.' })
  startupScript: SetupScriptInput | null;
}

@ObjectType('EnvironmentVariable', { description: 'A variable of an application.' })
export class EnvironmentVariableObject {
  @Field(() => String, { description: 'Its name.' })
  name: string;
  @Field(() => String, { description: 'Its value.' })
  value: string;
}

@ObjectType('ApplicationMount', { description: 'A folder that an application sees.' })
export class ApplicationMountObject {
  @Field(() => String, { description: 'The folder on the instance.' })
  source: string;
  @Field(() => String, { description: 'Where the application sees it.' })
  target: string;
  @Field(() => Boolean, { description: 'Whether it can only be read.' })
  readOnly: boolean;
}

@ObjectType('CustomApplication', { description: 'A container beside Jupyter.' })
export class CustomApplicationObject {
  @Field(() => String, { description: 'Its name.' })
  name: string;
  @Field(() => String, { description: 'Docker image.' })
  image: string;
  @Field(() => Int, { description: 'Port inside the container.' })
  targetPort: number;
  @Field(() => Int, { description: 'Port of the instance that leads to it.' })
  publishedPort: number;
  @Field(() => [EnvironmentVariableObject], { description: 'Its environment.' })
  environment: EnvironmentVariableObject[];
  @Field(() => [ApplicationMountObject], { description: 'Folders that it sees.' })
  mounts: ApplicationMountObject[];
}

@InputType('EnvironmentVariableInput', { description: 'A variable of an application.' })
export class EnvironmentVariableInput {
  @Field(() => String, { description: 'Its name.' })
  name: string;
  @Field(() => String, { description: 'Its value. It is stored and shown: no secrets in it.' })
  value: string;
}

@InputType('ApplicationMountInput', { description: 'A folder that an application shall see.' })
export class ApplicationMountInput {
  @Field(() => String, { description: 'The folder on the instance, an absolute path.' })
  source: string;
  @Field(() => String, { description: 'Where the application sees it, an absolute path.' })
  target: string;
  @Field(() => Boolean, { defaultValue: false, description: 'Whether it can only be read.' })
  readOnly: boolean;
}

@InputType('CustomApplicationInput', { description: 'A container beside Jupyter.' })
export class CustomApplicationInput {
  @Field(() => String, { description: 'Its name, unique on the instance.' })
  name: string;
  @Field(() => String, { description: 'Docker image, e.g. ghcr.io/azure/rocker-rstudio-ml-verse.' })
  image: string;
  @Field(() => Int, { description: 'Port inside the container, e.g. 8787.' })
  targetPort: number;
  @Field(() => Int, { description: 'Port of the instance that leads to it, 1025 to 65535.' })
  publishedPort: number;
  @Field(() => [EnvironmentVariableInput], { defaultValue: [], description: 'Its environment.' })
  environment: EnvironmentVariableInput[];
  @Field(() => [ApplicationMountInput], { defaultValue: [], description: 'Folders that it sees.' })
  mounts: ApplicationMountInput[];
}
