import assert from "node:assert/strict";
import { spotFleetOverrides, subnetsOffering } from "../../components/spotFleetOverrides";

const subnets = [
  { id: "subnet-a", availabilityZone: "us-west-2a" },
  { id: "subnet-d", availabilityZone: "us-west-2d" },
];

const offerings = {
  instanceTypes: ["i3.large", "m4.large", "m4.large"],
  locations: ["us-west-2a", "us-west-2d", "us-west-2a"],
};

describe("spotFleetOverrides", () => {
  it("pairs every type with every subnet, in the order given", () => {
    assert.deepEqual(spotFleetOverrides(["m4.large"], subnets, offerings), {
      overrides: [
        { instanceType: "m4.large", subnetId: "subnet-a" },
        { instanceType: "m4.large", subnetId: "subnet-d" },
      ],
      dropped: [],
    });
  });

  it("leaves out the pairs that are not offered, and names them", () => {
    assert.deepEqual(spotFleetOverrides(["i3.large", "m4.large"], subnets, offerings), {
      overrides: [
        { instanceType: "i3.large", subnetId: "subnet-a" },
        { instanceType: "m4.large", subnetId: "subnet-a" },
        { instanceType: "m4.large", subnetId: "subnet-d" },
      ],
      dropped: [{ instanceType: "i3.large", availabilityZone: "us-west-2d" }],
    });
  });

  it("refuses a type that is offered in none of the zones", () => {
    assert.throws(() => spotFleetOverrides(["m4.large", "m9.large"], subnets, offerings), {
      message:
        "EC2 does not offer instance type m9.large in any zone of the private subnets (us-west-2a, us-west-2d). " +
        "Choose a type that it offers there; `aws ec2 describe-instance-type-offerings --location-type availability-zone` lists them.",
    });
  });

  it("refuses two subnets in one zone", () => {
    const crowded = [...subnets, { id: "subnet-d2", availabilityZone: "us-west-2d" }];
    assert.throws(() => spotFleetOverrides(["m4.large"], crowded, offerings), {
      message:
        "subnets subnet-d and subnet-d2 both lie in us-west-2d, and a Spot fleet takes one subnet a zone. " +
        "Pass private subnets of different zones.",
    });
  });
});

describe("subnetsOffering", () => {
  it("keeps the subnets whose zone has the type", () => {
    assert.deepEqual(subnetsOffering("i3.large", subnets, offerings), [subnets[0]]);
  });

  it("says so where there are no subnets", () => {
    assert.throws(
      () => subnetsOffering("i3.large", [], offerings),
      /does not offer instance type i3\.large in any zone of the private subnets \(there are none\)\./,
    );
  });
});
