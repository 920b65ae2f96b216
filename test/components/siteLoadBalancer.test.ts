import assert from "node:assert/strict";
import { SiteLoadBalancer } from "../../components/siteLoadBalancer";
import { record } from "./recorder";

const network = {
  publicSubnetIds: ["subnet-1", "subnet-2"],
  loadBalancerSecurityGroupId: "sg-1",
  egress: [],
};

describe("SiteLoadBalancer", () => {
  it("is one more way in, like the network's own", async () => {
    const recorded = await record(() => new SiteLoadBalancer("green", { stack: "workshop", network }).loadBalancer, {
      outputs: () => ({ arnSuffix: "app/workshop-green/1", dnsName: "green.example.com", zoneId: "ZALB" }),
    });
    assert.deepEqual(recorded.one("aws:lb/loadBalancer:LoadBalancer").inputs, {
      name: "workshop-green",
      loadBalancerType: "application",
      internal: false,
      subnets: ["subnet-1", "subnet-2"],
      securityGroups: ["sg-1"],
      idleTimeout: 50,
      dropInvalidHeaderFields: true,
    });
    assert.deepEqual(recorded.result, {
      arn: "arn:aws:mock:::green",
      arnSuffix: "app/workshop-green/1",
      dnsName: "green.example.com",
      zoneId: "ZALB",
    });
  });

  it("refuses a name that is too long", async () => {
    await assert.rejects(
      record(() => new SiteLoadBalancer("x".repeat(30), { stack: "workshop", network })),
      /has 39 characters; AWS allows 32 there/,
    );
  });
});
