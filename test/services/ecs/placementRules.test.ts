import assert from "node:assert/strict";
import fc from "fast-check";
import {
  chooseHost,
  chooseLeaving,
  DEFAULT_STRATEGIES,
  type Demand,
  type Host,
  obstacle,
  type Strategy,
} from "../../../local/services/ecs/placement";

const GROUP = "service:cats";

/** A host that can be filled. */
class Machine implements Host {
  readonly free: { memory: number; cpu: number };
  tasks = 0;
  ports: number[] = [];

  constructor(
    readonly id: string,
    private readonly zone: string | undefined,
    { memory = 8000, cpu = 2048, tasks = 0 }: { memory?: number; cpu?: number; tasks?: number } = {},
  ) {
    this.free = { memory, cpu };
    this.tasks = tasks;
  }

  attribute(name: string): string | undefined {
    return name === "ecs.availability-zone" ? this.zone : undefined;
  }

  usesPort(port: number): boolean {
    return this.ports.includes(port);
  }

  tasksOf(): number {
    return this.tasks;
  }

  take({ needs, fixedPorts }: Demand): void {
    this.tasks += 1;
    this.free.memory -= needs.memory;
    this.free.cpu -= needs.cpu;
    this.ports.push(...fixedPorts);
  }
}

const demand = (by: Partial<Demand> = {}): Demand => ({
  group: GROUP,
  needs: { cpu: 100, memory: 500 },
  fixedPorts: [],
  admits: () => true,
  distinct: false,
  strategies: DEFAULT_STRATEGIES,
  ...by,
});

const first = (from: readonly Machine[]) => from[0] as Machine;

function place(machines: Machine[], count: number, what: Demand): string[] {
  const placed: string[] = [];
  for (let i = 0; i < count; i++) {
    const host = chooseHost(machines, what, first);
    if (!host) break;
    host.take(what);
    placed.push(host.id);
  }
  return placed;
}

describe("placement, task after task", () => {
  const four = () => [new Machine("a1", "a"), new Machine("a2", "a"), new Machine("b1", "b"), new Machine("b2", "b")];

  it("takes turns between zones, and between the hosts of a zone; of equals the first registered", () => {
    assert.deepEqual(place(four(), 6, demand()), ["a1", "b1", "a2", "b2", "a1", "b1"]);
  });

  it("fills one host before it begins another with binpack", () => {
    const strategies: Strategy[] = [{ type: "binpack", field: "memory" }];
    const machines = ["1", "2"].map((id) => new Machine(id, "a", { memory: 1500 }));
    assert.deepEqual(place(machines, 9, demand({ strategies })), ["1", "1", "1", "2", "2", "2"]);
  });

  it("puts one task on a host where a port is fixed, or instances have to be distinct", () => {
    assert.deepEqual(place(four(), 9, demand({ fixedPorts: [80] })), ["a1", "b1", "a2", "b2"]);
    assert.deepEqual(place(four(), 9, demand({ distinct: true })), ["a1", "b1", "a2", "b2"]);
  });

  it("spread over host is spread over instanceId", () => {
    for (const field of ["host", "instanceId"]) {
      assert.deepEqual(place(four(), 5, demand({ strategies: [{ type: "spread", field }] })), [
        "a1",
        "a2",
        "b1",
        "b2",
        "a1",
      ]);
    }
  });

  it("takes hosts without the attribute for hosts of one value", () => {
    const machines = [new Machine("a", "a", { tasks: 1 }), new Machine("1", undefined), new Machine("2", undefined)];
    assert.deepEqual(place(machines, 3, demand()), ["1", "2", "a"]);
  });

  it("gives up tasks in the reverse order, the last registered of equals first", () => {
    const machines = four();
    place(machines, 6, demand());
    const left: string[] = [];
    for (let i = 0; i < 6; i++) {
      const occupied = machines.filter(({ tasks }) => tasks > 0);
      const host = chooseLeaving(occupied, DEFAULT_STRATEGIES, GROUP);
      if (!host) break;
      host.tasks -= 1;
      left.push(host.id);
    }
    assert.deepEqual(left, ["b1", "a1", "b2", "a2", "b1", "a1"]);
    assert.equal(chooseLeaving([], DEFAULT_STRATEGIES, GROUP), undefined);
  });

  it("names the constraint first, then memory, CPU and ports", () => {
    const full = new Machine("1", "a", { memory: 0, cpu: 0, tasks: 1 });
    full.ports = [80];
    const strict = { distinct: true, fixedPorts: [80] };
    assert.match(obstacle(full, demand({ ...strict, admits: () => false })) ?? "", /MemberOf/);
    assert.match(obstacle(full, demand(strict)) ?? "", /DistinctInstance/);
    assert.match(obstacle(full, demand({ fixedPorts: [80] })) ?? "", /memory/);
    full.free.memory = 500;
    assert.match(obstacle(full, demand({ fixedPorts: [80] })) ?? "", /CPU/);
    full.free.cpu = 100;
    assert.match(obstacle(full, demand({ fixedPorts: [80] })) ?? "", /port/);
  });
});

describe("placement, whatever the cluster", () => {
  const strategies = fc.constantFrom<Strategy[]>(
    [],
    [...DEFAULT_STRATEGIES],
    [{ type: "spread", field: "instanceId" }],
    [{ type: "binpack", field: "memory" }],
    [{ type: "binpack", field: "cpu" }],
    [{ type: "random" }],
    [...DEFAULT_STRATEGIES, { type: "binpack", field: "memory" }],
  );
  const machine = fc.record({
    zone: fc.constantFrom("a", "b", "c"),
    memory: fc.integer({ min: 0, max: 3000 }),
    cpu: fc.integer({ min: 0, max: 1024 }),
    tasks: fc.integer({ min: 0, max: 4 }),
  });
  const cluster = fc
    .array(machine, { maxLength: 8 })
    .map((all) => all.map(({ zone, ...by }, i) => new Machine(`i-${i}`, zone, by)));

  it("takes a host with room, and refuses only where none has any", () => {
    fc.assert(
      fc.property(cluster, strategies, (machines, steps) => {
        const what = demand({ strategies: steps });
        const host = chooseHost(machines, what, first);
        if (host) assert.equal(obstacle(host, what), undefined);
        else assert.ok(machines.every((one) => obstacle(one, what) !== undefined));
      }),
    );
  });

  it("never gives more than a host has", () => {
    fc.assert(
      fc.property(cluster, strategies, (machines, steps) => {
        place(machines, 100, demand({ strategies: steps }));
        for (const { free } of machines) assert.ok(free.memory >= 0 && free.cpu >= 0);
      }),
    );
  });

  it("keeps zones within one task of each other while all have room", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 40 }), (each, count) => {
        const big = { memory: 1e6, cpu: 1e6 };
        const machines = ["a", "b", "c"].flatMap((zone) =>
          Array.from({ length: each }, (_, i) => new Machine(`${zone}${i}`, zone, big)),
        );
        place(machines, count, demand());
        const zones = ["a", "b", "c"].map((zone) =>
          machines.filter(({ id }) => id.startsWith(zone)).reduce((sum, { tasks }) => sum + tasks, 0),
        );
        assert.ok(Math.max(...zones) - Math.min(...zones) <= 1, zones.join());
      }),
    );
  });
});
