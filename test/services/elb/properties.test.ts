import assert from "node:assert/strict";
import fc from "fast-check";
import { DNS, GROUP, Site } from "./fixture";

interface Change {
  wait: number;
  port: number;
  what: "register" | "silent" | "answers" | "deregister" | "rate";
}

const changes = fc.array(
  fc.record({
    wait: fc.integer({ min: 0, max: 50 }),
    port: fc.integer({ min: 1, max: 4 }),
    what: fc.constantFrom<Change["what"]>("register", "silent", "answers", "deregister", "rate"),
  }),
  { maxLength: 25 },
);
const tenths = fc.integer({ min: 1, max: 200 });

/** What a test knows of a target by what it did to it and was told of it. */
interface Known {
  state: string;
  answers: boolean;
  /** Whether it was taken out, whatever its state is said to be. */
  leaves: boolean;
}

/** A site to which things happen, and what is known of its targets at each moment. */
class Eventful {
  readonly site = new Site();
  readonly targets = new Map<number, Known>();
  /** Requests made in the flows that have ended. */
  private ended = 0;
  private since = 0;

  constructor(private tenths: number) {
    this.flow();
    this.site.world.bus.subscribe("target", ({ port, state, reason }) => {
      const known = this.targets.get(port) ?? { state, answers: true, leaves: false };
      if (state === "unused" && reason === "Target.NotRegistered") this.targets.delete(port);
      else this.targets.set(port, Object.assign(known, { state }));
    });
  }

  async happen(all: readonly Change[]): Promise<void> {
    const { balancers, simulation } = this.site;
    for (const { wait, port, what } of all) {
      await simulation.run(simulation.now + wait);
      const known = this.targets.get(port);
      if (what === "register") balancers.register(GROUP, "i-1", port, true);
      else if (what === "deregister") {
        balancers.deregister(GROUP, "i-1", port);
        if (known) known.leaves = true;
      } else if (what === "rate") this.change(port);
      else {
        balancers.setAnswering(GROUP, "i-1", port, what === "answers");
        if (known) known.answers = what === "answers";
      }
    }
    await simulation.run(simulation.now + 61);
    balancers.settle();
  }

  /** Requests that were made until now: whole ones of each flow. */
  get offered(): number {
    return this.ended + Math.floor(((this.site.simulation.now - this.since) * this.tenths) / 10 + 1e-6);
  }

  /** Targets that may be sent requests now, as AWS documents it: the healthy ones, else all but those that leave. */
  get reachable(): Known[] {
    const all = [...this.targets.values()].filter(({ leaves }) => !leaves);
    const healthy = all.filter(({ state }) => state === "healthy");
    return healthy.length > 0 ? healthy : all;
  }

  private change(by: number): void {
    this.ended = this.offered;
    this.tenths = 7 * by;
    this.flow();
  }

  private flow(): void {
    this.since = this.site.simulation.now;
    this.site.balancers.setTraffic("generator", [{ loadBalancerDns: DNS, path: "/", perSecond: this.tenths / 10 }]);
  }
}

describe("load balancers, whatever changes when,", () => {
  it("neither lose count of a request nor make one up", async () => {
    await fc.assert(
      fc.asyncProperty(changes, tenths, async (all, rate) => {
        const eventful = new Eventful(rate);
        await eventful.happen(all);
        const { served, lost } = eventful.site.sum(GROUP);
        assert.equal(served + lost, eventful.offered);
        for (const event of eventful.site.requests) {
          assert.ok(Number.isInteger(event.served) && event.served >= 0, String(event.served));
          assert.ok(Number.isInteger(event.lost) && event.lost >= 0, String(event.lost));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("count the same requests by the minute as piece by piece", async () => {
    await fc.assert(
      fc.asyncProperty(changes, tenths, async (all, rate) => {
        const eventful = new Eventful(rate);
        await eventful.happen(all);
        const { site } = eventful;
        await site.simulation.run(Math.ceil(site.simulation.now / 60) * 60);
        const { served, lost } = site.sum(GROUP);
        const sum = (name: string, group?: string) => site.metric(name, group).reduce((to, [, one]) => to + one, 0);
        assert.equal(sum("HTTPCode_Target_2XX_Count", GROUP), served);
        assert.equal(sum("HTTPCode_ELB_5XX_Count"), lost);
        assert.equal(sum("RequestCount", GROUP) + sum("HTTPCode_ELB_503_Count"), served + lost);
        assert.equal(sum("RequestCount"), sum("RequestCount", GROUP));
      }),
      { numRuns: 40 },
    );
  });

  it("send nothing to a target that leaves, and to each of the others its share, to within one request", async () => {
    await fc.assert(
      fc.asyncProperty(changes, tenths, async (all, rate) => {
        const eventful = new Eventful(rate);
        eventful.site.world.bus.subscribe("requests", ({ targetGroupArn, served, lost }) => {
          if (targetGroupArn !== GROUP) return;
          const { reachable } = eventful;
          const silent = reachable.filter(({ answers }) => !answers).length;
          // None that answers among those that may be asked: a leaving one that does must not help out. And the other way round.
          if (silent === reachable.length) assert.equal(served, 0);
          else if (silent === 0) assert.equal(lost, 0);
          else {
            const share = ((served + lost) * silent) / reachable.length;
            assert.ok(
              Math.abs(lost - share) <= 1,
              `${lost} of ${served + lost} lost, ${silent} of ${reachable.length}`,
            );
          }
        });
        await eventful.happen(all);
      }),
      { numRuns: 60 },
    );
  });
});
