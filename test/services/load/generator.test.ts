import assert from "node:assert/strict";
import { loadGeneratorUserData } from "../../../components/loadGeneratorUserData";
import { Account } from "../../../local/account/account";
import type { Instance, InstanceState } from "../../../local/services/ec2/instance";
import type { Flow } from "../../../local/services/elb/traffic";
import { Simulation } from "../../../local/services/kernel/simulation";
import { LoadGenerators } from "../../../local/services/load/generator";
import { GENERATOR_START } from "../../../local/services/times";
import { World } from "../../../local/services/world";

const USER_DATA = loadGeneratorUserData({
  urls: ["http://site.example.com/cats/", "http://site.example.com/dogs/"],
  requestsPerSecond: 50,
  durationMinutes: 15,
});

const FLOWS: Flow[] = [
  { loadBalancerDns: "site.example.com", path: "/cats/", perSecond: 25, protocol: "HTTP" },
  { loadBalancerDns: "site.example.com", path: "/dogs/", perSecond: 25, protocol: "HTTP" },
];

describe("load generators", () => {
  let simulation: Simulation;
  let generators: LoadGenerators;
  let traffic: [at: number, source: string, flows: readonly Flow[]][];
  let publish: (state: InstanceState) => void;
  let strike: () => void;

  function setUp(userData: string): void {
    simulation = new Simulation();
    const world = new World(simulation, new Account(), "us-west-2");
    traffic = [];
    generators = new LoadGenerators(world, {
      setTraffic: (source, flows) => traffic.push([simulation.now, source, flows]),
    });
    const instance: Instance = {
      id: "i-1",
      type: "m4.large",
      zone: "us-west-2a",
      market: "on-demand",
      owner: "i-1",
      imageId: "ami-1",
      userData,
      subnetId: undefined,
      launchedAt: 0,
      state: "pending",
    };
    publish = (state) => world.bus.publish("instance", Object.assign(instance, { state }));
    strike = () => world.bus.publish("instance-unreachable", instance);
  }

  beforeEach(() => setUp(USER_DATA));

  it("begin a minute after their instance runs, and end after the time that they were given", async () => {
    publish("running");
    await simulation.run(3600);
    assert.deepEqual(traffic, [
      [GENERATOR_START, "i-1", FLOWS],
      [GENERATOR_START + 900, "i-1", []],
    ]);
    assert.equal(generators.attack?.durationSeconds, 900);
  });

  it("end with their instance", async () => {
    publish("running");
    await simulation.run(300);
    publish("shutting-down");
    publish("terminated");
    await simulation.run(3600);
    assert.deepEqual(traffic, [
      [GENERATOR_START, "i-1", FLOWS],
      [300, "i-1", []],
    ]);
  });

  it("never begin where their instance ends first", async () => {
    publish("running");
    await simulation.run(30);
    publish("shutting-down");
    await simulation.run(3600);
    assert.deepEqual(
      traffic.filter(([, , flows]) => flows.length > 0),
      [],
    );
  });

  it("begin anew when their instance starts again", async () => {
    publish("running");
    await simulation.run(300);
    publish("running");
    await simulation.run(3600);
    assert.deepEqual(traffic, [
      [GENERATOR_START, "i-1", FLOWS],
      [300, "i-1", []],
      [300 + GENERATOR_START, "i-1", FLOWS],
      [300 + GENERATOR_START + 900, "i-1", []],
    ]);
  });

  it("send nothing from a zone that has failed", async () => {
    publish("running");
    await simulation.run(300);
    strike();
    publish("terminated");
    await simulation.run(3600);
    assert.deepEqual(traffic.at(-1), [300, "i-1", []]);
    assert.equal(traffic.length, 2);
  });

  it("ask for what the URL says: protocol, port and query", async () => {
    setUp(USER_DATA.replace("http://site.example.com/cats/", "https://site.example.com:8443/cats/?page=2"));
    publish("running");
    await simulation.run(GENERATOR_START);
    assert.deepEqual(traffic[0]?.[2][0], {
      loadBalancerDns: "site.example.com",
      path: "/cats/?page=2",
      perSecond: 25,
      protocol: "HTTPS",
      port: 8443,
    });
  });

  it("are not made by instances without an attack", async () => {
    setUp("#!/bin/bash\n");
    publish("running");
    await simulation.run(3600);
    assert.deepEqual(traffic, []);
    assert.equal(generators.attack, undefined);
  });
});
