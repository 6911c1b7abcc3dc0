import { Injectable } from '@nestjs/common';
import { rowId } from '#libs/verbs';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { StepDurations } from '../../parts/step-durations.js';
import { findRow } from '../catalogue/finders.js';
import { presentFound } from '../catalogue/presenters.js';
import { Reader } from '../reader.js';

/** A thing as a gateway of federation names it: its type, and the field that is its key. */
export interface Representation {
  type: string;
  /** The global id. */
  id: string;
}

/** Finds what gateways of federation ask for. */
@Injectable()
export class Entities {
  constructor(
    private readonly reader: Reader,
    private readonly durations: StepDurations,
  ) {}

  /** As `node(id:)` answers it; null alike for what is missing, is of another type, or may not be seen. */
  async find({ request }: GraphqlContext, { type, id }: Representation): Promise<object | null> {
    const row = rowId(id, type);
    const found = row === '' ? null : await findRow(this.reader, request, type, row);
    return found?.type === type ? presentFound(this.durations, found) : null;
  }
}
