import { globalId } from '#libs/verbs';
import { etagOf, shownSetting, type AskedOf, type Settings, type ShownOf } from '#libs/resources';
import { kinds } from '#libs/kinds';
import type { ResourceRow } from '../reads/rows.js';
import { presentError, presentPrincipal, presentTeam } from './present.js';

/**
 * A resource as clients see it: what every resource has. A field is worked out when GraphQL comes to it, because a page
 * reads the columns that it is asked for and no others.
 */
export class PresentedResource {
  /** `parent`: what holds it, as its own kind shows it; null: nothing does. Undefined where nobody asked. */
  constructor(
    readonly row: ResourceRow,
    protected readonly parent: PresentedResource | null | undefined,
  ) {}

  get __typename() {
    return kinds.of(this.row.kind).node;
  }
  get id() {
    return globalId(this.__typename, this.row.id);
  }
  get rowId() {
    return this.row.id;
  }
  get name() {
    return this.row.name;
  }
  get armId() {
    return this.row.armId;
  }
  /** Of the resource; that of its nodes where its kind has a setting of that name. */
  get location() {
    return this.row.location;
  }
  get etag() {
    return etagOf(this.row);
  }
  get provisioningState() {
    return this.row.provisioningState;
  }
  get rawProvisioningState() {
    return this.row.rawProvisioningState;
  }
  get provisioningErrors() {
    return this.row.provisioningErrors.map(presentError);
  }
  get costTags() {
    return this.row.costTags;
  }
  get createdAt() {
    return this.row.createdAt;
  }
  get createdBy() {
    return this.row.createdBy && presentPrincipal(this.row.createdBy);
  }
  get changedAt() {
    return this.row.changedAt;
  }
  get observedAt() {
    return this.row.observedAt;
  }
  get managed() {
    return this.row.managed;
  }
  get goneAt() {
    return this.row.goneAt;
  }
  /** Undefined where the page left it out. */
  get team() {
    return this.row.team && presentTeam(this.row.team);
  }
  get operationRows() {
    return this.row.operations;
  }
}

/** What is shown of rows of a kind: its settings, each by its name, beside what every resource has. */
export function presentedWith<T extends Settings, Observed extends object>(settings: T) {
  class PresentedSettings extends PresentedResource {
    protected get observed(): Observed | null {
      return (this.row.observed ?? null) as Observed | null;
    }

    protected setting<Name extends keyof T & string>(name: Name): ShownOf<T>[Name] {
      return shownSetting(settings, name, this.row.desired as AskedOf<T>, this.observed);
    }
  }
  for (const name of Object.keys(settings))
    Object.defineProperty(PresentedSettings.prototype, name, {
      get(this: PresentedSettings) {
        return this.setting(name);
      },
    });
  return PresentedSettings;
}
