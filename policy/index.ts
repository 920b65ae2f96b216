import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";
import { shareProperties } from "./sharedProperties";

shareProperties(require("@pulumi/policy/deserialize"));

new PolicyPack("catsndogs", {
  displayName: "catsndogs",
  description:
    "Guards an AWS account that many people learn in: ECS on Spot, cost, tags, network, instances, IAM, secrets, storage, " +
    "scaling, events, canary releases, clean up and names.",
  provider: "aws",
  tags: ["aws", "ecs", "spot"],
  enforcementLevel: "mandatory",
  policies,
});
