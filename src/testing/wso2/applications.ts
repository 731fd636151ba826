import { isSamePlace, type Place } from './place.js';

/** An application as the server holds it, which is not how it answers it. */
export interface Wso2Application {
  /** The tenant that it belongs to. */
  readonly tenant: string;
  /** Id of the organisation that it belongs to; absent: the tenant itself. */
  readonly organization?: string | undefined;
  /** Chosen by the server, or by `ext_param_client_id`. */
  readonly client_id: string;
  /** Secret. */
  readonly client_secret: string;
  /** Epoch seconds; 0 = never. */
  readonly secretExpiresAt: number;
  /** The name of the service provider: one application has it in each place. */
  readonly client_name: string;
  /** Redirect URIs as they are held: none as empty text, one as it is, several as `regexp=(a|b)`. */
  readonly callback: string;
  /** Grants that it may use. */
  readonly grant_types: readonly string[];
  /** With the tenant, such as `admin@carbon.super`. */
  readonly owner: string;
  /** All else that is held, by the name of its member. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds; set by DELETE. */
  readonly deletedAt?: number;
}

/** The server's memory. Entries are replaced, never changed, so that snapshots stay what they were. */
export interface Applications {
  all(): Wso2Application[];
  byId(place: Place, client_id: string): Wso2Application | undefined;
  byName(place: Place, client_name: string): Wso2Application | undefined;
  put(application: Wso2Application): void;
  forget(client_id: string): boolean;
  /** Takes a name without an application, as a registration does that failed halfway. */
  takeName(place: Place, client_name: string): void;
  isTaken(place: Place, client_name: string): boolean;
  /** Names that are taken without an application that could be managed. */
  lostNames(): Array<Place & { client_name: string }>;
  /** Every secret that was ever issued, for hiding them in the log. */
  issued(): ReadonlySet<string>;
}

export function createApplications(): Applications {
  const applications: Wso2Application[] = [];
  const lost: Array<Place & { client_name: string }> = [];
  const issued = new Set<string>();
  const living = (place: Place): Wso2Application[] =>
    applications.filter((one) => one.deletedAt === undefined && isSamePlace(placeOf(one), place));
  const byId = (place: Place, client_id: string): Wso2Application | undefined =>
    living(place).find((one) => one.client_id === client_id);
  const byName = (place: Place, client_name: string): Wso2Application | undefined =>
    living(place).find((one) => one.client_name === client_name);
  return {
    all: () => [...applications],
    byId,
    byName,
    put(application) {
      issued.add(application.client_secret);
      const current = byId(placeOf(application), application.client_id);
      if (current === undefined) applications.push(application);
      else applications[applications.indexOf(current)] = application;
    },
    forget(client_id) {
      const index = applications.findIndex((one) => one.client_id === client_id);
      return index >= 0 && applications.splice(index, 1).length > 0;
    },
    takeName: ({ tenant, organization }, client_name) => {
      lost.push({ tenant, organization, client_name });
    },
    isTaken: (place, client_name) =>
      byName(place, client_name) !== undefined ||
      lost.some((one) => one.client_name === client_name && isSamePlace(one, place)),
    lostNames: () => [...lost],
    issued: () => issued,
  };
}

function placeOf({ tenant, organization }: Wso2Application): Place {
  return { tenant, organization };
}
