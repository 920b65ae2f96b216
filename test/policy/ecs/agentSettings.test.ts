import assert from "node:assert/strict";
import { agentSettings } from "../../../policy/ecs/agentSettings";

describe("the ECS agent's settings in user data", () => {
  it("are read from what a script writes to the agent's file", () => {
    const heredoc =
      'cat >> /etc/ecs/ecs.config <<EOF\nECS_CLUSTER=ws-cats\nECS_INSTANCE_ATTRIBUTES={"like":"catnip"}\nEOF\n';
    assert.deepEqual(agentSettings(heredoc), { cluster: "ws-cats", attributes: { like: "catnip" } });
    const echoed =
      'echo ECS_CLUSTER="ws" >> /etc/ecs/ecs.config\necho \'ECS_INSTANCE_ATTRIBUTES={"like":"catnip"}\' >> /etc/ecs/ecs.config';
    assert.deepEqual(agentSettings(echoed), { cluster: "ws", attributes: { like: "catnip" } });
    const escaped = 'echo "ECS_CLUSTER=ws" >> f\necho "ECS_INSTANCE_ATTRIBUTES={\\"like\\":\\"catnip\\"}" >> f';
    assert.deepEqual(agentSettings(escaped), { cluster: "ws", attributes: { like: "catnip" } });
    assert.deepEqual(agentSettings("ECS_CLUSTER=ws"), { cluster: "ws", attributes: {} });
  });

  it("are read from Bottlerocket's TOML", () => {
    const toml =
      '[settings.ecs]\ncluster = "ws"\n\n[settings.ecs.instance-attributes]\nlike = "catnip"\n"a.b" = "c"\n[settings.host]\nx = "y"\n';
    assert.deepEqual(agentSettings(toml), { cluster: "ws", attributes: { like: "catnip", "a.b": "c" } });
    assert.deepEqual(agentSettings('[settings.ecs]\ncluster = "ws"\n'), { cluster: "ws", attributes: {} });
  });

  it("are not there where no cluster is joined", () => {
    assert.equal(agentSettings("#!/bin/bash\necho hello\n"), undefined);
    assert.equal(agentSettings("# ECS_CLUSTER=ws\n"), undefined);
  });

  it("are not known where the script finds them out", () => {
    assert.deepEqual(agentSettings("aws s3 cp s3://bucket/ecs.config /etc/ecs/ecs.config"), {});
    assert.deepEqual(agentSettings("ECS_CLUSTER=$CLUSTER"), { cluster: undefined, attributes: {} });
    const computed = { cluster: "ws", attributes: undefined };
    assert.deepEqual(agentSettings("ECS_CLUSTER=ws\nECS_INSTANCE_ATTRIBUTES=$ATTRIBUTES"), computed);
    assert.deepEqual(agentSettings('ECS_CLUSTER=ws\nECS_INSTANCE_ATTRIBUTES={"zone":"$ZONE"}'), computed);
    assert.deepEqual(agentSettings("ECS_CLUSTER=ws\nECS_INSTANCE_ATTRIBUTES={zone}"), computed);
    assert.deepEqual(agentSettings("ECS_CLUSTER=ws\naws ecs put-attributes --attributes name=a"), { cluster: "ws" });
  });
});
