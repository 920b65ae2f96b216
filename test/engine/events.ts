/** What the engine says of one step; `detailedDiff` by property path. */
interface StepMetadata {
  op: string;
  urn: string;
  type: string;
  detailedDiff: Record<string, { diffKind: string }> | null;
  new: { inputs?: Record<string, unknown> } | null;
}

/** The engine's events that the tests look at, as `--json` prints them, one a line. */
export interface EngineEvent {
  resourcePreEvent?: { metadata: StepMetadata };
  diagnosticEvent?: { message: string; severity: string; urn?: string };
  policyEvent?: { policyName: string; message: string; enforcementLevel: string; resourceUrn?: string };
  policyRemediationEvent?: {
    policyName: string;
    resourceUrn: string;
    before: Record<string, unknown>;
    after: Record<string, unknown>;
  };
  /** `PolicyPacks` has the version of each pack that has judged, by its name and place. */
  summaryEvent?: { resourceChanges: Record<string, number>; PolicyPacks: Record<string, string> };
}

/** Reads what the CLI printed; lines that are no events are none. */
export function eventsOf(text: string): EngineEvent[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith('{"sequence"'))
    .map((line) => JSON.parse(line) as EngineEvent);
}

/**
 * What is done or planned, sorted, as `OPERATION TYPE NAME`, for example `update Service cats`. Left out: what stays the
 * same, is only read again, or is not AWS's. A replacement counts once.
 */
export function operations({ events }: { events: readonly EngineEvent[] }): string[] {
  const done = steps(events)
    .filter(({ type, op }) => type.startsWith("aws:") && !["same", "refresh", "read"].includes(op))
    .map(({ op, urn, type }) => `${short(op)} ${type.split(":").pop()} ${nameOf(urn)}`);
  return [...new Set(done)].sort();
}

/** Paths of the inputs because of which something is updated or replaced, with how, for example `tags.Owner: update`. */
export function changes({ events }: { events: readonly EngineEvent[] }, type: string, name: string): string[] {
  const found = steps(events).filter((step) => step.type.endsWith(`:${type}`) && nameOf(step.urn) === name);
  const all = found.flatMap(({ detailedDiff }) => Object.entries(detailedDiff ?? {}));
  return [...new Set(all.map(([path, { diffKind }]) => `${path}: ${diffKind}`))].sort();
}

/** Inputs that something gets. */
export function plannedInputs({ events }: { events: readonly EngineEvent[] }, type: string, name: string) {
  return steps(events).find((step) => step.type.endsWith(`:${type}`) && nameOf(step.urn) === name)?.new?.inputs;
}

/** What the engine and the program said as errors. */
export function errors({ events, text }: { events: readonly EngineEvent[]; text: string }): string {
  const said = events.flatMap(({ diagnosticEvent: one }) => (one?.severity === "error" ? [one.message] : []));
  return `${said.join("\n")}\n${text
    .split("\n")
    .filter((line) => !line.startsWith("{"))
    .join("\n")}`;
}

function steps(events: readonly EngineEvent[]): StepMetadata[] {
  return events.flatMap(({ resourcePreEvent }) => (resourcePreEvent ? [resourcePreEvent.metadata] : []));
}

/** A replacement is several steps of the engine. */
function short(op: string): string {
  return ["create-replacement", "delete-replaced", "replace"].includes(op) ? "replace" : op;
}

function nameOf(urn: string): string {
  return urn.split("::").pop() ?? "";
}
