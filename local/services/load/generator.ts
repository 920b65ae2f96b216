import type { Instance } from "../ec2/instance";
import type { LoadBalancers } from "../elb/loadBalancer";
import type { Flow } from "../elb/traffic";
import type { Timer } from "../kernel/simulation";
import { GENERATOR_START } from "../times";
import type { World } from "../world";
import { type Attack, attackOf } from "./vegeta";

/** Instances whose user data starts an attack make the requests that it says, for as long as it says or they run. */
export class LoadGenerators {
  private readonly running = new Map<string, Timer>();
  private newest: Attack | undefined;

  constructor(
    private readonly world: World,
    private readonly loadBalancers: Pick<LoadBalancers, "setTraffic">,
  ) {
    world.bus.subscribe("instance", (instance) => this.follow(instance));
    world.bus.subscribe("instance-unreachable", ({ id }) => this.end(id));
  }

  /** The attack that an instance began last, or is about to begin. */
  get attack(): Attack | undefined {
    return this.newest;
  }

  private follow({ id, state, userData }: Instance): void {
    if (state === "running") {
      const attack = attackOf(userData);
      if (!attack) return;
      this.end(id);
      this.newest = attack;
      this.running.set(
        id,
        this.world.simulation.after(GENERATOR_START, () => this.begin(id, attack)),
      );
    } else {
      this.end(id);
    }
  }

  private begin(id: string, attack: Attack): void {
    this.loadBalancers.setTraffic(id, flowsOf(attack));
    if (!Number.isFinite(attack.durationSeconds)) return;
    this.running.set(
      id,
      this.world.simulation.after(attack.durationSeconds, () => this.end(id)),
    );
  }

  /** Ends what an instance makes or is about to make, if anything. */
  private end(id: string): void {
    const timer = this.running.get(id);
    if (!timer) return;
    timer.cancel();
    this.running.delete(id);
    this.loadBalancers.setTraffic(id, []);
  }
}

function flowsOf({ urls, perSecond }: Attack): Flow[] {
  return urls.map((url) => {
    const { hostname, pathname, search, protocol, port } = new URL(url);
    return {
      loadBalancerDns: hostname,
      path: pathname + search,
      perSecond: perSecond / urls.length,
      protocol: protocol === "https:" ? "HTTPS" : "HTTP",
      // The parser leaves out a protocol's own port.
      ...(port === "" ? {} : { port: Number(port) }),
    };
  });
}
