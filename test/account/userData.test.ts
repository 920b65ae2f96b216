import assert from "node:assert/strict";
import { ecsClusterOf, ecsConfigOf, isBase64 } from "../../local/account/types/ec2/userData";

describe("account: user data", () => {
  it("reads the agent's settings from a here-document", () => {
    const script =
      '#!/bin/bash\ncat >> /etc/ecs/ecs.config <<\'EOF\'\nECS_CLUSTER=cats\nECS_INSTANCE_ATTRIBUTES={"catslike":"catnip"}\nEOF\n';
    assert.deepEqual(ecsConfigOf(script), { ECS_CLUSTER: "cats", ECS_INSTANCE_ATTRIBUTES: '{"catslike":"catnip"}' });
  });

  for (const [what, line] of [
    ["as the workshop echoes them", "echo ECS_CLUSTER=cats >> /etc/ecs/ecs.config"],
    ["echoed in quotes", "echo 'ECS_CLUSTER=cats' >> /etc/ecs/ecs.config"],
    ["in double quotes", 'echo "ECS_CLUSTER=cats" > /etc/ecs/ecs.config'],
    ["with a quoted value", 'ECS_CLUSTER="cats"'],
  ] as [string, string][]) {
    it(`reads them ${what}`, () => assert.equal(ecsClusterOf(`#!/bin/bash\n${line}\n`), "cats"));
  }

  it("lets the last one win", () => assert.equal(ecsClusterOf("ECS_CLUSTER=cats\nECS_CLUSTER=dogs\n"), "dogs"));

  it("finds no cluster where none is named", () => assert.equal(ecsClusterOf("#!/bin/bash\necho hello\n"), undefined));

  it("tells base64 from other text", () => {
    assert.deepEqual(["ZWNobw==", "", "ZWNob", "#!/bin/bash"].map(isBase64), [true, true, false, false]);
  });
});
