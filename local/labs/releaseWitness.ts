import type { Events } from "../services/events";
import type { World } from "../services/world";

/** Remembers what releases do. Times are seconds of virtual time. */
export class ReleaseWitness {
  /** Weights as the name servers answer from then on. */
  readonly weights: { at: number; blue: number; green: number }[] = [];
  /** Weights as they were asked for. */
  readonly changes: { at: number; blue: number; green: number }[] = [];
  readonly executions: Events["execution"][] = [];
  readonly notifications: (Events["notification"] & { at: number })[] = [];
  /** How often each rule has run. */
  readonly rules = new Map<string, number>();
  /** Requests by load balancer. */
  private readonly requests = new Map<string, { served: number; lost: number }>();

  constructor(world: World, host: string) {
    const { bus, simulation } = world;
    bus.subscribe("dns", ({ name, weights: { blue = 0, green = 0 }, status }) => {
      if (name !== host) return;
      (status === "INSYNC" ? this.weights : this.changes).push({ at: simulation.now, blue, green });
    });
    bus.subscribe("execution", (event) => this.executions.push(event));
    bus.subscribe("notification", (event) => this.notifications.push({ ...event, at: simulation.now }));
    bus.subscribe("rule", ({ rule }) => this.rules.set(rule, (this.rules.get(rule) ?? 0) + 1));
    bus.subscribe("requests", ({ loadBalancerArn, served, lost }) => {
      const sum = this.requests.get(loadBalancerArn) ?? { served: 0, lost: 0 };
      this.requests.set(loadBalancerArn, { served: sum.served + served, lost: sum.lost + lost });
    });
  }

  /** Requests to a load balancer so far. */
  requestsOf(loadBalancerArn: string): { served: number; lost: number } {
    return this.requests.get(loadBalancerArn) ?? { served: 0, lost: 0 };
  }
}
