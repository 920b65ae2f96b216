import assert from "node:assert/strict";
import { Ec2 } from "../../../local/services/ec2/instances";
import type { BehaviourOf } from "../../../local/services/ecs/behaviour";
import { webServer } from "../../../local/services/ecs/behaviour";
import { Ecs } from "../../../local/services/ecs/ecs";
import type { LoadBalancing } from "../../../local/services/elb/loadBalancing";
import type { TargetState } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { World } from "../../../local/services/world";
import { accountWith } from "../../account/support";
import { CLUSTER, joins, service, TASK_DEFINITION, taskDefinition } from "./fixture";

/** Load balancing that does nothing of itself: tests say what becomes of a target. Everything is logged in one order. */
class Stage implements LoadBalancing {
  readonly simulation = new Simulation();
  readonly world: World;
  readonly ecs: Ecs;
  private readonly ec2: Ec2;
  /** `SECOND what`. */
  readonly log: string[] = [];
  /** Arguments of what was registered last. */
  target: [targetGroupArn: string, instanceId: string, port: number] = ["", "", 0];
  private found: TargetState | undefined;

  constructor(behaviour: BehaviourOf = webServer) {
    const cluster = { type: "aws:ecs/cluster:Cluster", id: CLUSTER, outputs: { name: CLUSTER } };
    const account = accountWith(cluster, taskDefinition(TASK_DEFINITION), service({ desiredCount: 1 }));
    this.world = new World(this.simulation, account, "us-west-2");
    this.world.bus.subscribe("task", ({ lastStatus }) => this.note(lastStatus));
    this.ec2 = new Ec2(this.world);
    this.ecs = new Ecs(this.world, this, { put: () => {} }, behaviour);
    const by = { type: "m4.large", zone: "us-west-2a", market: "spot", owner: "sfr-1", imageId: "ami-1" } as const;
    this.ec2.launch({ ...by, userData: joins(), subnetId: undefined });
  }

  register(...[arn, instanceId, port, answers]: Parameters<LoadBalancing["register"]>): void {
    this.target = [arn, instanceId, port];
    this.found = "initial";
    this.note(`register ${answers}`);
  }

  setAnswering(...[, , , answers]: Parameters<LoadBalancing["setAnswering"]>): void {
    this.note(`answers ${answers}`);
  }

  deregister(...target: Parameters<LoadBalancing["deregister"]>): void {
    if (this.target[0] !== "") assert.deepEqual(target, this.target);
    this.note("deregister");
  }

  state(): TargetState | undefined {
    return this.found;
  }

  /** The load balancer finds the target in a state. */
  find(state: TargetState): void {
    this.found = state;
    const [targetGroupArn, instanceId, port] = this.target;
    this.world.bus.publish("target", { targetGroupArn, instanceId, port, state, reason: "" });
  }

  /** The target group is deleted. */
  lose(): void {
    this.found = undefined;
  }

  terminate(): void {
    for (const instance of this.ec2.all()) this.ec2.terminate(instance);
  }

  want(desiredCount: number): void {
    const [record] = this.world.records("aws:ecs/service:Service");
    assert.ok(record);
    this.world.set(record, "desiredCount", desiredCount);
  }

  async run(until: number): Promise<string[]> {
    await this.simulation.run(until);
    return this.log.splice(0);
  }

  private note(what: string): void {
    this.log.push(`${this.simulation.now} ${what}`);
  }
}

describe("the order of a task's life", () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
  });

  it("from placement to the end: the target group first, SIGTERM when it is unused", async () => {
    assert.deepEqual(await stage.run(100), ["80 PENDING", "88 register true", "88 RUNNING"]);
    stage.find("healthy");
    stage.want(0);
    assert.deepEqual(await stage.run(500), ["100 DEACTIVATING", "100 deregister"]);
    stage.find("draining");
    assert.deepEqual(await stage.run(510), []);
    stage.find("unused");
    // Its target is taken out once more with it: nothing to do for a load balancer.
    assert.deepEqual(await stage.run(600), ["510 STOPPING", "512 deregister", "512 STOPPED"]);
  });

  it("leaves its target group also where it has not been found healthy yet", async () => {
    await stage.run(90);
    stage.want(0);
    assert.deepEqual(await stage.run(95), ["90 DEACTIVATING", "90 deregister"]);
  });

  it("ends without a target group where it does not run yet", async () => {
    await stage.run(84);
    stage.want(0);
    assert.deepEqual(await stage.run(100), ["84 STOPPING", "86 deregister", "86 STOPPED"]);
  });

  it("ends by SIGKILL after 30 seconds where it does not heed SIGTERM", async () => {
    stage = new Stage(() => ({ startSeconds: 3, stopSeconds: 1000, answers: true }));
    await stage.run(100);
    stage.want(0);
    await stage.run(101);
    stage.find("unused");
    assert.deepEqual(await stage.run(200), ["101 STOPPING", "131 deregister", "131 STOPPED"]);
  });

  it("that ends by itself stops answering first, and is replaced", async () => {
    stage = new Stage(() => ({ startSeconds: 8, stopSeconds: 2, answers: true, exits: { afterSeconds: 50, code: 1 } }));
    await stage.run(100);
    assert.deepEqual(await stage.run(140), ["138 answers false", "138 deregister", "138 STOPPED", "138 PENDING"]);
  });

  it("counts as healthy when its load balancer says so, and no longer when it says otherwise", async () => {
    await stage.run(100);
    const [record] = stage.world.records("aws:ecs/service:Service");
    const [task] = record ? (stage.ecs.service(record)?.tasks ?? []) : [];
    const course: (boolean | undefined)[] = [task?.healthy];
    for (const state of ["initial", "healthy", "unused"] as const) {
      stage.find(state);
      course.push(task?.healthy);
    }
    assert.deepEqual(course, [false, false, true, false]);
    assert.equal(task?.lastStatus, "RUNNING");
  });

  it("ends at once where its target group is gone", async () => {
    await stage.run(100);
    stage.lose();
    stage.want(0);
    assert.deepEqual(await stage.run(200), [
      "100 DEACTIVATING",
      "100 deregister",
      "100 STOPPING",
      "102 deregister",
      "102 STOPPED",
    ]);
  });

  it("that is killed while it leaves is not told of to its load balancer", async () => {
    await stage.run(100);
    stage.want(0);
    await stage.run(101);
    stage.terminate();
    assert.deepEqual(await stage.run(200), ["103 deregister", "103 STOPPED"]);
  });

  it("is not stopped twice", async () => {
    await stage.run(100);
    stage.want(0);
    await stage.run(101);
    stage.want(0);
    stage.find("unused");
    stage.find("unused");
    assert.deepEqual(await stage.run(200), ["101 STOPPING", "103 deregister", "103 STOPPED"]);
  });
});
