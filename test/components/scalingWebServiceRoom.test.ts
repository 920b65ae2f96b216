import assert from "node:assert/strict";
import { ScalingWebService } from "../../components/scalingWebService";
import type { ScalingWebServiceArgs } from "../../components/scalingWebServiceArgs";
import { record } from "./recorder";
import { byPath, petScaling, requiredService } from "./scalingWebServiceFixture";

/** What the program warns of while it makes cats; EC2 says that every type is an m4.large. */
async function warningsOf(more: Partial<ScalingWebServiceArgs>): Promise<string[]> {
  const logged: string[] = [];
  const { warn } = console;
  console.warn = (line: string) => logged.push(line);
  try {
    await record(() => new ScalingWebService("cats", { ...requiredService(), route: byPath, ...more }), {
      calls: { "aws:ec2/getInstanceType:getInstanceType": () => ({ memorySize: 8192, defaultVcpus: 2 }) },
      outputs: (type) => (type.endsWith("LogGroup") ? { region: "us-west-2" } : undefined),
    });
  } finally {
    console.warn = warn;
  }
  return logged.map((line) => line.replace("warning: [runtime] ", ""));
}

const constraints = ["attribute:catslike == catnip"];
const onOne = { constraints, instances: { type: "m4.large", count: 1 } };

describe("a ScalingWebService that is bound to some instances", () => {
  it("warns of the tasks that never fit there", async () => {
    assert.deepEqual(await warningsOf({ placement: onOne, scaling: petScaling() }), [
      "Scaling may ask for 100 tasks, and at most 20 fit where attribute:catslike == catnip: 1 × m4.large, of whose memory " +
        "each task reserves 384 MiB. The rest is never placed. Add instances there, or lift the constraint.",
    ]);
  });

  it("says nothing where as many fit as scaling may ask for", async () => {
    const onFive = { constraints, instances: { type: "m4.large", count: 5 } };
    assert.deepEqual(await warningsOf({ placement: onFive, scaling: petScaling() }), []);
  });

  it("says nothing where nobody knows which instances they are", async () => {
    assert.deepEqual(await warningsOf({ placement: { constraints }, scaling: petScaling() }), []);
  });

  it("says nothing without scaling", async () => {
    assert.deepEqual(await warningsOf({ placement: onOne }), []);
  });
});
