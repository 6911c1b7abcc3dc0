import { Field, Int, ObjectType } from '@nestjs/graphql';
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
