import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { instanceTypeNames, isOffered } from "../../local/account/data/instanceTypes";
import type { Props } from "../../local/account/model";
import { IMAGE } from "./capacityFixture";
import { options, refusal } from "./support";

const NAME = "al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-x86_64";

const getAmi = (args: Props, region = "us-west-2"): Props =>
  new Account().call("aws:ec2/getAmi:getAmi", args, { provider: { region } });

const named = (...values: string[]): Props => ({
  owners: ["591542846629"],
  filters: [{ name: "name", values }],
});

describe("account: aws.ec2.getAmi", () => {
  it("describes the image of a name", () => {
    const image = getAmi(named(NAME));
    assert.equal(image.id, IMAGE);
    assert.match(String(image.id), /^ami-[0-9a-f]{17}$/);
    assert.deepEqual([image.imageId, image.name, image.ownerId], [IMAGE, NAME, "591542846629"]);
    assert.deepEqual([image.architecture, image.rootDeviceName, image.imdsSupport], ["x86_64", "/dev/xvda", "v2.0"]);
    assert.equal(image.arn, `arn:aws:ec2:us-west-2::image/${IMAGE}`);
    assert.deepEqual(
      [image.creationDate, image.deprecationTime],
      ["2025-10-15T21:00:00.000Z", "2027-10-15T21:00:00.000Z"],
    );
    assert.deepEqual(image.blockDeviceMappings, [
      {
        deviceName: "/dev/xvda",
        ebs: {
          delete_on_termination: "true",
          encrypted: "false",
          iops: "3000",
          snapshot_id: String(image.rootSnapshotId),
          throughput: "125",
          volume_size: "30",
          volume_type: "gp3",
        },
        noDevice: "",
        virtualName: "",
      },
    ]);
    assert.deepEqual(image.owners, ["591542846629"]);
  });

  it("gives the same image another id in another region", () => {
    assert.equal(getAmi(named(NAME)).id, getAmi(named(NAME)).id);
    assert.notEqual(getAmi(named(NAME), "us-east-1").id, IMAGE);
    assert.equal(getAmi({ ...named(NAME), region: "us-east-1" }).id, getAmi(named(NAME), "us-east-1").id);
  });

  it("takes the newest of several where it may", () => {
    const several = named("al2023-ami-ecs-hvm-2023.0.2025*-x86_64");
    assert.equal(getAmi({ ...several, mostRecent: true }).name, "al2023-ami-ecs-hvm-2023.0.20251217-kernel-6.1-x86_64");
    assert.match(
      refusal(() => getAmi(several)),
      /^InvalidParameterCombination: Your query returned more than one result\. Please try a more specific search criteria, or set `mostRecent` attribute to true\./,
    );
  });

  it("compares by wildcards and patterns, not by letters that mean something in a pattern", () => {
    assert.equal(getAmi(named("al2023-ami-ecs-hvm-2023.0.2025101?-kernel-6.1-x86_64")).id, IMAGE);
    assert.throws(() => getAmi(named("al2023-ami-ecs-hvm-2023.0.20251015-kernel-6?1.x86_64")));
    assert.equal(getAmi({ owners: ["amazon"], nameRegex: "20251015.*x86_64$" }).id, IMAGE);
  });

  it("refuses what nothing is left of", () => {
    const none =
      /^InvalidAMIID\.NotFound: Your query returned no results\. Please change your search criteria and try again\. \(The account on this machine knows al2023-ami-ecs-hvm-2023\.0\.20250129/;
    assert.match(
      refusal(() => getAmi(named("al2023-ami-ecs-hvm-2023.0.19990101-kernel-6.1-x86_64"))),
      none,
    );
    assert.match(
      refusal(() => getAmi({ ...named(NAME), owners: ["self"] })),
      none,
    );
  });

  it("refuses the newest image of anybody", () => {
    const { filters } = named(NAME);
    assert.equal(
      refusal(() => getAmi({ filters: filters ?? [], mostRecent: true })),
      'InvalidParameterCombination: "mostRecent" is true and the images are not filtered by owner or id: anybody could ' +
        'publish a newer one. Give "owners".',
    );
    assert.equal(getAmi({ filters: filters ?? [], mostRecent: true, allowUnsafeFilter: true }).id, IMAGE);
  });

  it("refuses an unknown filter, argument and pattern", () => {
    assert.match(
      refusal(() => getAmi({ filters: [{ name: "colour", values: ["black"] }] })),
      /^InvalidParameterValue: The filter 'colour' is invalid\. The account on this machine knows: architecture, /,
    );
    assert.match(
      refusal(() => getAmi({ colour: "black" })),
      /^ValidationException: aws:ec2\/getAmi:getAmi: colour: unknown/,
    );
    assert.equal(
      refusal(() => getAmi({ owners: ["amazon"], nameRegex: "(" })),
      'InvalidParameterValue: "nameRegex": expected a regular expression, got "("',
    );
  });
});

const getOfferings = (args: Props, region = "us-west-2"): Props =>
  new Account().call("aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings", args, { provider: { region } });

const types = (...values: string[]): Props => ({ filters: [{ name: "instance-type", values }] });

describe("account: aws.ec2.getInstanceTypeOfferings", () => {
  it("lists a row for each type and zone, without the zones that lack an older type", () => {
    const { instanceTypes, locations, locationTypes, id } = getOfferings({
      ...types("m5.large", "m4.large"),
      locationType: "availability-zone",
    });
    const zones = ["us-west-2a", "us-west-2b", "us-west-2c"];
    assert.deepEqual(locations, [...zones, ...zones, "us-west-2d"]);
    assert.deepEqual(instanceTypes, [...Array(3).fill("m4.large"), ...Array(4).fill("m5.large")]);
    assert.deepEqual(locationTypes, Array(7).fill("availability-zone"));
    assert.equal(id, "us-west-2");
  });

  it("lists regions by default, and zones by their ids", () => {
    assert.deepEqual(getOfferings(types("m4.large")).locations, ["us-west-2"]);
    const byId = getOfferings({ ...types("m4.large"), locationType: "availability-zone-id" });
    assert.deepEqual(byId.locations, ["usw2-az1", "usw2-az2", "usw2-az3"]);
  });

  it("filters by location", () => {
    const filters = [
      { name: "location", values: ["us-west-2d"] },
      { name: "instance-type", values: ["?4.large", "m5.large"] },
    ];
    assert.deepEqual(getOfferings({ filters, locationType: "availability-zone" }).instanceTypes, ["m5.large"]);
  });

  it("offers no older type where AWS came later, and no newer one in an old zone", () => {
    assert.deepEqual(getOfferings(types("t2.micro", "t3.micro"), "eu-north-1").instanceTypes, ["t3.micro"]);
    assert.deepEqual([isOffered("c5.large", "us-east-1e"), isOffered("c4.large", "us-east-1e")], [false, true]);
    assert.equal(isOffered("m9.large", "us-west-2"), false);
  });

  it("refuses an unknown type of location", () => {
    assert.equal(
      refusal(() => getOfferings({ locationType: "country" })),
      "InvalidParameterValue: expected locationType to be one of region, availability-zone, availability-zone-id, got country",
    );
  });
});

const getInstanceType = (args: Props, region = "us-west-2"): Props =>
  new Account().call("aws:ec2/getInstanceType:getInstanceType", args, { provider: { region } });

describe("account: aws.ec2.getInstanceType", () => {
  it("tells the size and the processor of a type", () => {
    const told = getInstanceType({ instanceType: "m4.large" });
    const { id, instanceType, region, memorySize, supportedArchitectures, burstablePerformanceSupported } = told;
    assert.deepEqual([id, instanceType, region], ["m4.large", "m4.large", "us-west-2"]);
    assert.deepEqual([told.defaultCores, told.defaultThreadsPerCore, told.defaultVcpus], [1, 2, 2]);
    assert.deepEqual([memorySize, supportedArchitectures, burstablePerformanceSupported], [8192, ["x86_64"], false]);
  });

  it("tells a core for each vCPU where the processor runs one thread", () => {
    const { defaultCores, defaultThreadsPerCore, defaultVcpus, supportedArchitectures } = getInstanceType({
      instanceType: "m6g.large",
    });
    assert.deepEqual([defaultCores, defaultThreadsPerCore, defaultVcpus], [2, 1, 2]);
    assert.deepEqual(supportedArchitectures, ["arm64"]);
  });

  it("knows the types that burst", () => {
    const { burstablePerformanceSupported, memorySize } = getInstanceType({ instanceType: "t3.micro" });
    assert.deepEqual([burstablePerformanceSupported, memorySize], [true, 1024]);
  });

  it("tells generations, architectures and CPU options apart", () => {
    const of = (instanceType: string) => {
      const told = getInstanceType({ instanceType });
      const { currentGeneration, hypervisor, enaSupport, bootModes, validCores } = told;
      return [currentGeneration, hypervisor, enaSupport, bootModes, validCores];
    };
    assert.deepEqual(of("r4.large"), [false, "xen", "supported", ["legacy-bios"], [1]]);
    assert.deepEqual(of("m6g.large"), [true, "nitro", "required", ["uefi"], [1, 2]]);
    assert.deepEqual(of("m5.2xlarge"), [false, "nitro", "required", ["legacy-bios", "uefi"], [2, 4]]);
    assert.deepEqual(of("t2.micro"), [true, "xen", "unsupported", ["legacy-bios"], []]);
    assert.deepEqual(getInstanceType({ instanceType: "t2.micro" }).supportedArchitectures, ["i386", "x86_64"]);
  });

  it("tells network and disks", () => {
    const { instanceDisks, totalInstanceStorage, networkCards, ...i3 } = getInstanceType({ instanceType: "i3.xlarge" });
    assert.deepEqual([instanceDisks, totalInstanceStorage], [[{ count: 1, size: 950, type: "ssd" }], 950]);
    assert.deepEqual(networkCards, [
      { baselineBandwidth: 1.25, index: 0, maximumInterfaces: 4, peakBandwidth: 10, performance: "Up to 10 Gigabit" },
    ]);
    assert.deepEqual([i3.maximumNetworkInterfaces, i3.maximumIpv4AddressesPerInterface], [4, 15]);
    assert.deepEqual(
      [i3.ebsPerformanceBaselineBandwidth, i3.ebsPerformanceBaselineThroughput, i3.ebsPerformanceMaximumIops],
      [850, 106.25, 6000],
    );
    const { instanceDisks: none, fpgas } = getInstanceType({ instanceType: "m4.large" });
    assert.deepEqual([none, fpgas], [[], []]);
  });

  it("tells as much about every type that the account knows", () => {
    const properties = Object.keys(getInstanceType({ instanceType: "m4.large" }));
    assert.equal(properties.length, 65);
    for (const instanceType of instanceTypeNames()) {
      assert.deepEqual(Object.keys(getInstanceType({ instanceType })), properties, instanceType);
    }
  });

  it("refuses a type that does not exist", () => {
    assert.equal(
      refusal(() => getInstanceType({ instanceType: "m4.tiny" })),
      "InvalidInstanceType: The following supplied instance types do not exist: [m4.tiny]",
    );
  });

  it("refuses a type that the region does not offer, and looks in the region that it is given", () => {
    const older = { instanceType: "m4.large" };
    assert.equal(
      refusal(() => getInstanceType(older, "eu-north-1")),
      "InvalidInstanceType: The following supplied instance types do not exist: [m4.large]",
    );
    assert.equal(getInstanceType({ ...older, region: "us-west-2" }, "eu-north-1").region, "us-west-2");
  });

  it("refuses no type, and an argument that it does not know", () => {
    assert.equal(
      refusal(() => getInstanceType({})),
      "ValidationException: aws:ec2/getInstanceType:getInstanceType: instanceType: missing required property",
    );
    assert.equal(
      refusal(() => getInstanceType({ instanceType: "m4.large", colour: "black" })),
      "ValidationException: aws:ec2/getInstanceType:getInstanceType: colour: unknown property; expected one of " +
        "instanceType, region",
    );
  });
});

describe("account: calls", () => {
  it("refuses one that it does not know", () => {
    assert.match(
      refusal(() => new Account().call("aws:ec2/getVpc:getVpc", {}, options)),
      /^UnsupportedOperation: The account on this machine does not know the call "aws:ec2\/getVpc:getVpc"\. It knows: /,
    );
  });
});
