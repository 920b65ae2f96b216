import assert from "node:assert/strict";
import {
  chooseHost,
  chooseLeaving,
  DEFAULT_STRATEGIES,
  type Demand,
  type Host,
  obstacle,
  type Strategy,
} from "../../../local/services/ecs/placement";

interface Options {
  zone?: string;
  memory?: number;
  cpu?: number;
  tasks?: number;
  ports?: number[];
}

function host(id: string, { zone = "a", memory = 8000, cpu = 2048, tasks = 0, ports = [] }: Options = {}): Host {
  return {
    id,
    free: { memory, cpu },
    attribute: (name) => (name === "ecs.availability-zone" ? zone : undefined),
    usesPort: (port) => ports.includes(port),
    tasksOf: (group) => (group === "service:cats" ? tasks : 0),
  };
}

const demand = (by: Partial<Demand> = {}): Demand => ({
  group: "service:cats",
  needs: { cpu: 100, memory: 500 },
  fixedPorts: [],
  admits: () => true,
  distinct: false,
  strategies: DEFAULT_STRATEGIES,
  ...by,
});

const choose = (hosts: Host[], strategies: readonly Strategy[], by: Partial<Demand> = {}) =>
  chooseHost(hosts, demand({ strategies, ...by }), (from) => from[from.length - 1] as Host)?.id;

describe("placement", () => {
  for (const [what, found, given, by] of [
    ["a constraint", 'encountered error "MemberOf placement constraint unsatisfied."', {}, { admits: () => false }],
    [
      "distinct instances",
      'encountered error "DistinctInstance placement constraint unsatisfied."',
      { tasks: 1 },
      { distinct: true },
    ],
    ["memory", "has insufficient memory available", { memory: 499 }, {}],
    ["CPU", "has insufficient CPU units available", { cpu: 99 }, {}],
    ["a port", "is already using a port required by your task", { ports: [80] }, { fixedPorts: [80] }],
    ["nothing", undefined, { memory: 500, cpu: 100, tasks: 1 }, {}],
  ] as const) {
    it(`is kept from a host by ${what}`, () =>
      assert.equal(
        obstacle(host("1", { ...given, ports: [...("ports" in given ? given.ports : [])] }), demand(by)),
        found,
      ));
  }

  it("by default takes the zone with the fewest tasks of the service, and there the host with the fewest", () => {
    const hosts = [
      host("a1", { zone: "a", tasks: 1 }),
      host("b1", { zone: "b", tasks: 2 }),
      host("a2", { zone: "a", tasks: 2 }),
      host("b2", { zone: "b", tasks: 0 }),
    ];
    assert.equal(choose(hosts, DEFAULT_STRATEGIES), "b2");
  });

  it("takes another zone where the emptiest has no room", () => {
    const hosts = [host("a1", { tasks: 5 }), host("b1", { zone: "b", memory: 100 })];
    assert.equal(choose(hosts, DEFAULT_STRATEGIES), "a1");
  });

  it("spread over instances takes the one with the fewest tasks", () => {
    const hosts = [host("1", { tasks: 1 }), host("2"), host("3", { tasks: 2 })];
    assert.equal(choose(hosts, [{ type: "spread", field: "instanceId" }]), "2");
  });

  it("binpack takes the host with the least left of that", () => {
    const hosts = [
      host("1", { memory: 900, cpu: 500 }),
      host("2", { memory: 600, cpu: 900 }),
      host("3", { memory: 100 }),
    ];
    assert.equal(choose(hosts, [{ type: "binpack", field: "memory" }]), "2");
    assert.equal(choose(hosts, [{ type: "binpack", field: "cpu" }]), "1");
  });

  it("goes through strategies in order: zones first, then the fullest in the zone", () => {
    const hosts = [
      host("a1", { zone: "a", tasks: 1, memory: 500 }),
      host("b1", { zone: "b", memory: 5000 }),
      host("b2", { zone: "b", memory: 900 }),
    ];
    const strategies: Strategy[] = [
      { type: "spread", field: "attribute:ecs.availability-zone" },
      { type: "binpack", field: "memory" },
    ];
    assert.equal(choose(hosts, strategies), "b2");
  });

  it("random takes what chance says", () => {
    assert.equal(choose([host("1"), host("2"), host("3")], [{ type: "random" }]), "3");
  });

  it("is nowhere where no host can take it", () => {
    assert.equal(choose([], DEFAULT_STRATEGIES), undefined);
    assert.equal(choose([host("1", { memory: 0 })], DEFAULT_STRATEGIES), undefined);
  });

  it("takes tasks away where most are: of the fullest zone, the host with the most", () => {
    const hosts = [
      host("a1", { zone: "a", tasks: 3 }),
      host("b1", { zone: "b", tasks: 2 }),
      host("b2", { zone: "b", tasks: 4 }),
    ];
    assert.equal(chooseLeaving(hosts, DEFAULT_STRATEGIES, "service:cats")?.id, "b2");
  });

  it("takes tasks away from the emptiest host where they are packed", () => {
    const hosts = [host("1", { memory: 500, tasks: 5 }), host("2", { memory: 7000, tasks: 1 })];
    assert.equal(chooseLeaving(hosts, [{ type: "binpack", field: "memory" }], "service:cats")?.id, "2");
  });
});
