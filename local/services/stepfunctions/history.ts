import type { Json } from "./asl";
import { RuntimeError } from "./errors";

/** docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html, with the details under their name there. */
export interface HistoryEvent {
  id: number;
  /** 0 for what no other event has led to. */
  previousEventId: number;
  type: string;
  /** Seconds of virtual time. */
  at: number;
  /** Absent for types that have none. */
  details?: Record<string, Json>;
}

/** docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: the last of them is the failure. */
const MOST_EVENTS = 25_000;

/** What has happened in an execution. Takes nothing more once the execution has ended. */
export class History {
  readonly events: HistoryEvent[] = [];
  private isSealed = false;

  constructor(private readonly now: () => number) {}

  /** The newest event's id; 0 where there is none. */
  get last(): number {
    return this.events.length;
  }

  /**
   * Adds an event and returns its id.
   *
   * @throws RuntimeError `States.Runtime` where only one more fits, which is for the execution's failure
   */
  add(type: string, previousEventId: number, details?: Record<string, Json>): number {
    if (!this.isSealed && this.isFull) {
      throw new RuntimeError(
        "States.Runtime",
        `The execution reached the maximum number of history events (${MOST_EVENTS}).`,
      );
    }
    return this.push(type, previousEventId, details);
  }

  /** Whether only the execution's end has still a place. */
  get isFull(): boolean {
    return this.isSealed || this.last >= MOST_EVENTS - 1;
  }

  /** Adds the last event. */
  end(type: string, previousEventId: number, details: Record<string, Json>): void {
    this.push(type, previousEventId, details);
    this.isSealed = true;
  }

  private push(type: string, previousEventId: number, details: Record<string, Json> | undefined): number {
    if (this.isSealed) return this.last;
    const id = this.last + 1;
    this.events.push({ id, previousEventId, type, at: this.now(), ...(details && { details }) });
    return id;
  }
}

/** Under which name an event has its details. */
export function detailsName(type: string): string {
  const [, phase] = /State(Entered|Exited)$/.exec(type) ?? [];
  const name = phase === undefined ? type.charAt(0).toLowerCase() + type.slice(1) : `state${phase}`;
  return `${name}EventDetails`;
}
