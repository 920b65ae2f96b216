import assert from "node:assert/strict";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const off = rule("load-generator-off");

const INSTANCE = "aws:ec2/instance:Instance";
const SCRIPT = "#!/bin/bash\nvegeta attack -targets=/etc/targets -rate=50/s -output=/dev/null\n";
const CLEAN = "#!/bin/bash\n# No vegeta here, nor wrk.\necho ECS_CLUSTER=cats >> /etc/ecs/ecs.config\n";
const base64 = (text: string) => Buffer.from(text).toString("base64");

const found = (property: string, tools = "vegeta") =>
  `${property} is a script with ${tools}, so load, and an instance that makes it, are there as long as the stack is; a load ` +
  "generator should be there only during a test. Make it depend on a setting, and switch that off after the test.";

describe("load-generator-off", () => {
  it("is advice", () => assert.equal(off.enforcementLevel, "advisory"));

  it("says nothing of other user data, and of none", async () => {
    assert.deepEqual(await violations(off, INSTANCE, { userData: CLEAN }), []);
    assert.deepEqual(await violations(off, INSTANCE, {}), []);
  });

  it("finds a tool in everything that has user data, plain or encoded", async () => {
    const plain = [
      INSTANCE,
      "aws:ec2/launchConfiguration:LaunchConfiguration",
      "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    ];
    for (const type of plain) {
      assert.deepEqual(await violations(off, type, { userData: SCRIPT }), [found("userData")]);
      assert.deepEqual(await violations(off, type, { userDataBase64: base64(SCRIPT) }), [found("userDataBase64")]);
    }
    assert.deepEqual(await violations(off, "aws:ec2/launchTemplate:LaunchTemplate", { userData: base64(SCRIPT) }), [
      found("userData"),
    ]);
    const fleet = { launchSpecifications: [{}, { userData: base64(SCRIPT) }] };
    assert.deepEqual(await violations(off, "aws:ec2/spotFleetRequest:SpotFleetRequest", fleet), [
      found("launchSpecifications[1].userData"),
    ]);
  });

  it("takes whole words for tools", async () => {
    const judged = (userData: string) => violations(off, INSTANCE, { userData });
    assert.deepEqual(await judged("echo wrks k6s besieged"), []);
    assert.deepEqual(await judged("curl -O https://example.com/k6-v1.0/k6.tar.gz"), [found("userData", "k6")]);
  });

  it("takes ab and hey for tools only where they are told what to do", async () => {
    const judged = (userData: string) => violations(off, INSTANCE, { userData });
    assert.deepEqual(await judged('echo "hey, ab is here"'), []);
    assert.deepEqual(await judged("ab -n 1000 http://site/"), [found("userData", "ab")]);
    assert.deepEqual(await judged("hey http://site/"), [found("userData", "hey")]);
  });

  it("leaves user data open that is not known yet", async () => {
    assert.deepEqual(await violations(off, INSTANCE, { userData: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(off, INSTANCE, { userData: UNKNOWN }), ["userData"]);
  });

  it("takes other tools from the policy config", async () => {
    const config = { tools: ["my.tool"], commands: [] };
    assert.deepEqual(await violations(off, INSTANCE, { userData: SCRIPT }, config), []);
    assert.deepEqual(await violations(off, INSTANCE, { userData: "run my-tool" }, config), []);
    assert.deepEqual(await violations(off, INSTANCE, { userData: "run my.tool" }, config), [
      found("userData", "my.tool"),
    ]);
  });
});
