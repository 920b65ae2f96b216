import assert from "node:assert/strict";
import { attributeProblems, base64, ecsUserData } from "../../components/userData";

describe("ecsUserData", () => {
  it("joins the cluster and drains on a Spot notice", () => {
    assert.equal(
      ecsUserData({ cluster: "workshop-cluster", spotDraining: true, attributes: {} }),
      `#!/bin/bash
cat >> /etc/ecs/ecs.config <<'EOF'
ECS_CLUSTER=workshop-cluster
ECS_AWSVPC_BLOCK_IMDS=true
ECS_ENABLE_SPOT_INSTANCE_DRAINING=true
EOF
`,
    );
  });

  it("sets custom attributes, and leaves draining out where it is not asked for", () => {
    assert.equal(
      ecsUserData({ cluster: "workshop-cluster", spotDraining: false, attributes: { catslike: "catnip", ring: "2" } }),
      `#!/bin/bash
cat >> /etc/ecs/ecs.config <<'EOF'
ECS_CLUSTER=workshop-cluster
ECS_AWSVPC_BLOCK_IMDS=true
ECS_INSTANCE_ATTRIBUTES={"catslike":"catnip","ring":"2"}
EOF
`,
    );
  });
});

describe("attributeProblems", () => {
  it("finds none in what ECS takes", () => {
    assert.deepEqual(attributeProblems("attributes", { catslike: "catnip", "team/ring_1.a-b": "a@b:c/d+e" }), []);
  });

  it("refuses a name and a value that would break out of the agent's configuration", () => {
    assert.deepEqual(attributeProblems("attributes", { "a b": "x", quote: 'x"\nEOF', empty: "" }), [
      'attributes has the name "a b"; use 1 to 128 letters, digits, and the characters . _ / -',
      'attributes.quote is "x"\nEOF"; use 1 to 128 letters, digits, and the characters . _ @ : / + -',
      'attributes.empty is ""; use 1 to 128 letters, digits, and the characters . _ @ : / + -',
    ]);
  });
});

describe("base64", () => {
  it("encodes text as EC2 takes it", () => {
    assert.equal(base64("#!/bin/bash\n"), "IyEvYmluL2Jhc2gK");
  });
});
