import type { Account } from "../account/account";
import type { AccountRecord, Props, Value } from "../account/model";
import { copy, equal } from "../account/values";
import type { Bus } from "./kernel/bus";
import type { Simulation } from "./kernel/simulation";

/**
 * What every service stands on: the deployed resources of one region, the clock, and the bus on which services tell
 * each other what has happened. A service keeps no number that a resource says; it reads the resource.
 */
export class World {
  /** The deployed resources, and their inputs as services last saw them. */
  private seen: Map<AccountRecord, Props>;

  constructor(
    readonly simulation: Simulation,
    readonly account: Account,
    /** The region that is simulated, for example `us-west-2`. */
    readonly region: string,
  ) {
    this.seen = this.look();
  }

  get bus(): Bus {
    return this.simulation.bus;
  }

  /** The deployed resources of a type in this region, in order of creation. */
  records(type: string): AccountRecord[] {
    return this.account.records(type).filter(({ region }) => region === this.region || region === "global");
  }

  /** The deployed resource of a type under an id, or undefined. */
  find(type: string, id: string): AccountRecord | undefined {
    return this.records(type).find((record) => record.id === id);
  }

  /** Changes one property of a deployed resource, as a service of AWS's does behind Pulumi's back, and tells everybody. */
  set(record: AccountRecord, name: string, value: Value): void {
    const before = record.inputs[name] ?? null;
    if (before === value) return;
    record.inputs[name] = value;
    record.outputs[name] = value;
    const known = this.seen.get(record);
    if (known) known[name] = copy(value);
    this.bus.publish("change", { record, name, before });
  }

  /**
   * Tells everybody what somebody else has changed in the account since, as `pulumi up` does: which resources are new, which
   * are gone, and which have another value in a property.
   */
  sync(): void {
    const before = this.seen;
    this.seen = this.look();
    for (const record of before.keys()) {
      if (!this.seen.has(record)) this.bus.publish("resource", { record, change: "deleted" });
    }
    for (const [record, inputs] of this.seen) {
      const known = before.get(record);
      if (!known) this.bus.publish("resource", { record, change: "created" });
      else this.publishChanges(record, known, inputs);
    }
  }

  private publishChanges(record: AccountRecord, known: Props, inputs: Props): void {
    for (const name of new Set([...Object.keys(known), ...Object.keys(inputs)])) {
      if (equal(known[name], inputs[name])) continue;
      this.bus.publish("change", { record, name, before: known[name] ?? null });
    }
  }

  private look(): Map<AccountRecord, Props> {
    const here = this.account.records().filter(({ region }) => region === this.region || region === "global");
    return new Map(here.map((record) => [record, copy(record.inputs)]));
  }

  /** Deterministic digits for an id that AWS would make up; each call gives others. */
  hex(digits: number): string {
    const value = this.account.next("service-id");
    return this.simulation.digest(`id|${value}`).slice(0, digits);
  }
}
