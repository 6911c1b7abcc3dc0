import type { z } from 'zod';
import type { Simulation } from '../../simulation.js';
import type { ArmErrorBody } from '../arm-error.js';
import type { ArmRequest } from '../arm-request.js';
import type { Tags } from '../tags.js';
import type { DependencyRecord } from './dependency-record.js';

/** A PUT's body, parsed. */
export interface DependencyBody {
  location: string;
  tags?: Tags | undefined;
  kind?: string | undefined;
  sku?: Record<string, unknown> | undefined;
  identity?: Record<string, unknown> | undefined;
  properties: Record<string, unknown>;
}

/** How a write goes on: at once, told by the resource itself, or by a poll URL. */
export type Pace = 'at once' | 'by the resource' | 'by Location' | 'by Azure-AsyncOperation';

/** What the service of one type does in its own way; the rest is the same for all of them. */
export interface DependencyType {
  /** As ARM writes it. */
  type: string;
  /** Newest first. */
  apiVersions: readonly string[];
  /** Names are one namespace for the whole world; else for their group. */
  isNameOfTheWorld: boolean;
  isName(name: string): boolean;
  /** Refused as this, with 400. */
  wrongName(name: string): ArmErrorBody;
  /** Refused as this, with 409: another one has the name. `holder`: that one. */
  takenName(name: string, holder: DependencyRecord, request: ArmRequest): ArmErrorBody;
  body: z.ZodType<DependencyBody>;
  creates: Pace;
  deletes: 'at once' | 'by Location';
  createSeconds: number;
  deleteSeconds: number;
  /** What it answers while it comes to be. */
  creatingState: string;
  /** What is deleted keeps its name until it is purged or recovered. */
  keepsDeleted: boolean;
  /** A DELETE that keeps nothing all the same. */
  deletesForGood?(request: ArmRequest): boolean;
  /** A PUT that brings back what was deleted and kept; else it is refused as a name that is taken. */
  recovers?(body: DependencyBody): boolean;
  /** Refuses a new one that others do not allow; may look at what stands. */
  checkNew?(simulation: Simulation, body: DependencyBody): void;
  /** `properties` without the state. */
  view(record: DependencyRecord): Record<string, unknown>;
}
