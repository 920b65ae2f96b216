import assert from "node:assert/strict";
import { BACKGROUNDS, dogsFiles } from "../../apps/dogs/files.mjs";
import { Account } from "../../local/account/account";
import type { AccountRecord } from "../../local/account/model";
import { listVersions } from "../../local/account/s3/objects";
import { imagesOf } from "../../local/account/types/ecr/repository";
import { destroy } from "../../local/engine/inProcess";
import { serviceNamed } from "../../local/labs/deployed";
import { raiseQuotas } from "../../local/labs/quotas";
import { Stage } from "../../local/labs/stage";
import { DeployedStack } from "../../local/start/deployedStack";
import { policies } from "../../policy/policies";
import { dogsZip } from "../../scripts/releaseDogs/dogsZip";

const program = require("../../index") as () => unknown;

const SOURCE = "workshop-code-123456789012-us-west-2";
const ARTIFACTS = "workshop-artifacts-123456789012-us-west-2";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
/** In seconds of virtual time; a release takes less than two minutes. */
const RELEASE = 600;

describe("after releases by the pipeline", function () {
  this.timeout(60_000);
  let deployed: DeployedStack;
  let stage: Stage;
  let dogs: AccountRecord;

  before(async () => {
    const values = {
      "aws:region": "us-west-2",
      "catsndogs:imageRegistry": "registry.example.com",
      "catsndogs:lab": "6",
    };
    const deployable = { project: "catsndogs", stack: "workshop", values, program, policies };
    ({ deployed } = await DeployedStack.up(deployable, new Account()));
    const { account, region } = deployed;
    stage = new Stage({ account, region, apply: (settings) => deployed.apply(settings) });
    raiseQuotas(account, stage.world);
    dogs = serviceNamed(stage.world, "dogs");
    await stage.simulation.run(RELEASE);
  });
  after(() => stage.close());

  /** Releases dogs with a background of its own, and waits until it is through. */
  async function release(number: number): Promise<void> {
    const page = (dogsFiles("v1")["index.html"] ?? "").replace(BACKGROUNDS.v1, `#00000${number}`);
    const known = stage.pipelines.executions.length;
    stage.upload(SOURCE, "dogs.zip", dogsZip({ ...dogsFiles("v1"), "index.html": page }));
    const state = () => stage.pipelines.executions[known]?.state;
    await stage.simulation.runUntil(() => state() === "Succeeded", stage.simulation.now + RELEASE);
    assert.equal(state(), "Succeeded");
  }

  it("an up changes of the service what Pulumi alone can, and not its revision", async () => {
    await release(0);
    const released = dogs.inputs.taskDefinition;
    await stage.apply({ owner: "bob", imageTags: { dogs: "v2" } });
    assert.equal((dogs.outputs.tagsAll as Record<string, string>).Owner, "bob");
    assert.equal(dogs.inputs.taskDefinition, released);
    const own = stage.world.records(TASK_DEFINITION).filter(({ inputs }) => inputs.family === "workshop-dogs");
    assert.ok(own.some(({ inputs }) => String(inputs.containerDefinitions).includes("registry.example.com/dogs:v2")));
  });

  it("ten of them leave versions, artifacts and images, of which destroy leaves nothing", async () => {
    for (let number = 1; number < 10; number += 1) await release(number);
    const { account } = stage.world;
    assert.equal(listVersions(account, SOURCE).length, 10);
    assert.equal(listVersions(account, ARTIFACTS).length, 20);
    const [repository] = account.records("aws:ecr/repository:Repository").filter(({ id }) => id === "workshop/dogs");
    assert.equal(Object.keys(imagesOf(repository)).length, 10);
    assert.match(await (await stage.open("/dogs/")).text(), /--background: #000009;/);

    destroy({ account, state: deployed.current });
    // What npm run clean-up deregisters, and nothing else.
    const left = account.records().map(({ type, inputs }) => `${type.split(":").pop()} ${inputs.family}`);
    assert.deepEqual([...new Set(left)], ["TaskDefinition workshop-dogs"]);
    assert.equal(left.length, 10);
  });
});
