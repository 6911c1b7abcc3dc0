import { createUnionType, Field, Int, ObjectType } from '@nestjs/graphql';
import {
  PowerAction,
  PowerScheduleStatus,
  RecurrenceFrequency,
  ScheduleProvisioningStatus,
  WeekDay,
} from './power-schedule.enums.js';
import { DateTimeScalar } from '../scalars/scalars.js';

const zoneDescription =
  'Time zone by its IANA name (Europe/Berlin) or its Windows name (W. Europe Standard Time).';
const startDescription =
  'yyyy-MM-ddTHH:mm:ss on the clock of the time zone: nothing happens before it.';

@ObjectType('CronTrigger', { description: 'Fires by a cron expression.' })
export class CronTriggerObject {
  @Field(() => String, { description: 'Five fields, e.g. 0 18 * * *.' })
  expression: string;
  @Field(() => String, { description: zoneDescription })
  timeZone: string;
  @Field(() => String, { nullable: true, description: startDescription })
  startTime: string | null;
}

@ObjectType('RecurrenceTrigger', { description: 'Fires every so many days, weeks or months.' })
export class RecurrenceTriggerObject {
  @Field(() => RecurrenceFrequency, { description: 'What is counted.' })
  frequency: string;
  @Field(() => Int, { description: 'Every so many of them.' })
  interval: number;
  @Field(() => String, { description: zoneDescription })
  timeZone: string;
  @Field(() => String, { nullable: true, description: startDescription })
  startTime: string | null;
  @Field(() => [Int], { description: 'At these hours.' })
  hours: number[];
  @Field(() => [Int], { description: 'At these minutes.' })
  minutes: number[];
  @Field(() => [WeekDay], { description: 'On these days of the week.' })
  weekDays: string[];
  @Field(() => [Int], { description: 'On these days of the month.' })
  monthDays: number[];
}

export const PowerTriggerUnion = createUnionType({
  name: 'PowerTrigger',
  description: 'When a schedule fires.',
  types: () => [CronTriggerObject, RecurrenceTriggerObject] as const,
  resolveType: (value: { expression?: string }) =>
    value.expression === undefined ? RecurrenceTriggerObject : CronTriggerObject,
});

@ObjectType('PowerScheduleSetting', { description: 'A start or stop by the clock.' })
export class PowerScheduleSettingObject {
  @Field(() => PowerAction, { description: 'What it does.' })
  action: string;
  @Field(() => PowerScheduleStatus, { description: 'Whether it is in force.' })
  status: string;
  @Field(() => PowerTriggerUnion, { description: 'When it fires.' })
  trigger: CronTriggerObject | RecurrenceTriggerObject;
}

@ObjectType('PowerSchedule', {
  description: 'A schedule as it was asked for, and as Azure reports it.',
})
export class PowerScheduleObject {
  @Field(() => PowerScheduleSettingObject, {
    nullable: true,
    description: 'As asked for here; null for one that was set outside.',
  })
  configured: PowerScheduleSettingObject | null;
  @Field(() => PowerScheduleSettingObject, {
    nullable: true,
    description: 'As Azure reports it; null while Azure reports no such schedule.',
  })
  effective: PowerScheduleSettingObject | null;
  @Field(() => ScheduleProvisioningStatus, {
    nullable: true,
    description: 'Whether Azure has put it into force; null where Azure does not say.',
  })
  provisioningStatus: string | null;
  @Field(() => [DateTimeScalar], {
    description: 'The next three times it fires, in UTC; empty where it is disabled.',
  })
  nextFireTimes: Date[];
}
