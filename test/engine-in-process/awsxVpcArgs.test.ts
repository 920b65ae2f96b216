import assert from "node:assert/strict";
import * as awsx from "@pulumi/awsx";
import { failToBringUp, URN } from "./fixture";

const auto = { subnetStrategy: "Auto", numberOfAvailabilityZones: 2 } as const;
const oneOfEach = [{ type: "Private" as const }, { type: "Public" as const }];

describe("arguments of awsx.ec2.Vpc in process", () => {
  it("refuses at once all arguments that it cannot expand or that are wrong", async () => {
    const args = {
      cidrBlock: "10.0.0.0",
      numberOfAvailabilityZones: 0,
      instanceTenancy: "dedicated",
      natGateways: { strategy: "Two" as "None", elasticIpAllocationIds: ["eipalloc-1"] },
      subnetSpecs: [
        { type: "Shared" as "Public", size: 256 },
        { type: "Private" as const, cidrMask: 2.5, cidrBlocks: [] },
      ],
    };
    const error = await failToBringUp(() => void new awsx.ec2.Vpc("net", args));
    const known =
      "it knows availabilityZoneNames, cidrBlock, enableDnsHostnames, enableDnsSupport, natGateways, numberOfAvailabilityZones, subnetSpecs, subnetStrategy, tags";
    assert.deepEqual(error.message.split("\n  "), [
      'checking awsx:ec2:Vpc "net": wrong arguments:',
      `instanceTenancy: the in-process engine does not expand this argument; ${known}`,
      "natGateways.elasticIpAllocationIds: the in-process engine does not expand this argument; it knows strategy",
      'subnetStrategy: expected "Auto", got nothing',
      'natGateways.strategy: expected "None" or "Single" or "OnePerAz", got "Two"',
      'cidrBlock: expected an IPv4 range such as 10.0.0.0/16, got "10.0.0.0"',
      "numberOfAvailabilityZones: expected a whole number from 1, got 0",
      "subnetSpecs[0].size: the in-process engine does not expand this argument; it knows cidrBlocks, cidrMask, name, tags, type",
      'subnetSpecs[0].type: expected "Public" or "Private" or "Isolated" or "Unused", got "Shared"',
      "subnetSpecs[1].cidrMask: expected a prefix length, got 2.5",
      "subnetSpecs[1].cidrBlocks: expected a list of IPv4 ranges, got []",
      "natGateways.strategy: Two needs public subnets to stand in and private or isolated ones to serve",
    ]);
    assert.equal(error.urn, `${URN}::awsx:ec2:Vpc::net`);
  });

  for (const [what, args, problem] of [
    [
      "two subnets of one name",
      { subnetSpecs: [...oneOfEach, { type: "Public" as const }] },
      'subnetSpecs: two subnets are called "public"; give them different names',
    ],
    [
      "subnets too large for a zone",
      { subnetSpecs: oneOfEach.map((spec) => ({ ...spec, cidrMask: 17 })) },
      "subnetSpecs: the subnets of a zone need 65536 addresses, and 10.0.0.0/16 in 2 zones gives 32768",
    ],
    [
      "ranges for some subnets only",
      {
        subnetSpecs: [
          { type: "Private" as const, cidrBlocks: ["10.0.1.0/24", "10.0.2.0/24"] },
          { type: "Public" as const },
        ],
      },
      "subnetSpecs[1].cidrBlocks: missing; where one subnet has it, all need it",
    ],
    [
      "ranges that overlap",
      {
        subnetSpecs: [
          { type: "Private" as const, cidrBlocks: ["10.0.0.0/23", "10.0.4.0/24"] },
          { type: "Public" as const, cidrBlocks: ["10.0.1.0/24", "10.0.5.0/24"] },
        ],
      },
      "the subnets 10.0.0.0/23 and 10.0.1.0/24 overlap; make 10.0.0.0/16 larger, the subnets smaller or fewer",
    ],
    [
      "more zones than the region has",
      { numberOfAvailabilityZones: 9 },
      "numberOfAvailabilityZones: expected at most 4, which the region has, got 9; or name the zones in availabilityZoneNames",
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const all = { ...auto, natGateways: { strategy: "None" }, ...structuredClone(args) } as awsx.ec2.VpcArgs;
      const error = await failToBringUp(() => void new awsx.ec2.Vpc("net", all));
      assert.equal(error.message.split(/"net": |wrong arguments:\n {2}/).pop(), problem);
    });
  }
});
