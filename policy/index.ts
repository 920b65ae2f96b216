import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

new PolicyPack("catsndogs", {
  displayName: "catsndogs",
  description: "Guards an AWS account that many people learn in: ECS on Spot, tags, network and instances.",
  provider: "aws",
  tags: ["aws", "ecs", "spot"],
  enforcementLevel: "mandatory",
  policies,
});
