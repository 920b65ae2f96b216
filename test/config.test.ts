import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { parseConfig, readConfig, type WorkshopConfig } from "../config";
import { ConfigError, type ConfigProblem } from "../config/problems";
import { record } from "./components/recorder";

const REQUIRED = { "catsndogs:imageRegistry": "registry.example.com/workshop" };

/** Reads the required settings and these; values as `pulumi config` stores them: text, or JSON for what is structured. */
function configOf(settings: Record<string, unknown> = {}, stack = "team-7"): WorkshopConfig {
  const all = Object.entries({ ...REQUIRED, ...settings }).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return parseConfig(Object.fromEntries(all), { project: "catsndogs", stack });
}

function problemsOf(settings: Record<string, unknown>, stack?: string): readonly ConfigProblem[] {
  try {
    configOf(settings, stack);
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.problems;
  }
  return [];
}

const FLEET_SCALING = {
  out: {
    threshold: 20,
    steps: [
      { from: 20, to: 50, add: 2 },
      { from: 50, add: 3 },
    ],
  },
  in: {
    threshold: 10,
    steps: [{ upTo: 10, remove: 1 }],
  },
};

describe("configuration", () => {
  describe("defaults", () => {
    it("are the workshop's", () => {
      assert.deepEqual(configOf(), {
        project: "catsndogs",
        stack: "team-7",
        aws: { region: "us-west-2" },
        lab: 7,
        owner: "team-7",
        imageRegistry: "registry.example.com/workshop",
        imageTags: { cats: "v2", catsGreen: "v3", dogs: "v1", simplehomepage: "latest", imageAssessor: "latest" },
        maxSpotPrice: "0.25",
        spotInstanceTypes: ["m4.large", "c4.large", "r4.large", "i3.large"],
        spotCapacity: { min: 3, desired: 3, max: 10 },
        onDemand: { instanceType: "m4.large", count: 1 },
        loadTest: false,
        unicornLocation: "catsndogs-assets.s3.amazonaws.com",
        imageAssessor: true,
        mxnet: { instanceType: "c4.large", image: "registry.example.com/workshop/mxnet:latest" },
        catsOnCatnip: true,
        siteIngressCidrs: ["0.0.0.0/0"],
        fleetScaling: {
          out: {
            threshold: 20,
            steps: [
              { from: 20, to: 50, add: 2 },
              { from: 50, add: 3 },
            ],
          },
          in: {
            threshold: 20,
            steps: [
              { upTo: 20, above: 10, remove: 1 },
              { upTo: 10, remove: 2 },
            ],
          },
        },
        canary: { steps: [10, 50, 100], waitSeconds: 60, pauseSeconds: 3600, minimumRequests: 1 },
        ecsImage: "al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-x86_64",
      });
    });

    it("fill what a structured value leaves out", () => {
      const { spotCapacity, onDemand, imageTags } = configOf({
        "catsndogs:spotCapacity": { max: 4 },
        "catsndogs:onDemand": { count: 2 },
        "catsndogs:imageTags": { cats: "v3" },
      });
      assert.deepEqual(spotCapacity, { min: 3, desired: 3, max: 4 });
      assert.deepEqual(onDemand, { instanceType: "m4.large", count: 2 });
      assert.deepEqual(imageTags, {
        cats: "v3",
        catsGreen: "v3",
        dogs: "v1",
        simplehomepage: "latest",
        imageAssessor: "latest",
      });
    });

    it("run the first version of cats until lab 3", () => {
      assert.deepEqual(
        [2, 3].map((lab) => configOf({ "catsndogs:lab": lab }).imageTags.cats),
        ["v1", "v2"],
      );
    });

    it("run mxnet on the fleet's first type where it has no c4.large", () => {
      assert.equal(
        configOf({ "catsndogs:spotInstanceTypes": ["r4.large", "m4.large"] }).mxnet.instanceType,
        "r4.large",
      );
    });

    it("bind cats to no instance where there is none on demand", () => {
      assert.equal(configOf({ "catsndogs:onDemand": { count: 0 } }).catsOnCatnip, false);
    });
  });

  it("takes every setting", () => {
    const zones = ["eu-west-1b", "eu-west-1c"];
    const config = configOf({
      "aws:region": "eu-west-1",
      "aws:profile": "team",
      "catsndogs:lab": 0,
      "catsndogs:owner": "Jané Doe",
      "catsndogs:imageTags": {
        cats: "v2",
        catsGreen: "v4",
        dogs: "1.0_a-b",
        simplehomepage: "stable",
        imageAssessor: "v9",
      },
      "catsndogs:maxSpotPrice": "0.0875",
      "catsndogs:spotInstanceTypes": ["m5.large", "c5n.xlarge"],
      "catsndogs:spotCapacity": { min: 0, desired: 1, max: 2 },
      "catsndogs:onDemand": { instanceType: "t3.medium", count: 0 },
      "catsndogs:loadTest": true,
      "catsndogs:unicornLocation": "unicorns.example.com/herd",
      "catsndogs:imageAssessor": "false",
      "catsndogs:mxnet": { instanceType: "c5n.xlarge", image: "registry.example.com/ml:1.0" },
      "catsndogs:catsOnCatnip": false,
      "catsndogs:siteIngressCidrs": ["203.0.113.0/24", "198.51.100.7/32"],
      "catsndogs:fleetScaling": { ...FLEET_SCALING, outCooldown: 60, inCooldown: 120 },
      "catsndogs:canary": {
        steps: [5, "25", 100],
        waitSeconds: "120",
        pauseSeconds: 600,
        minimumRequests: 0,
        email: "ops@example.com",
      },
      "catsndogs:ecsImage": "al2023-ami-ecs-hvm-2023.0.20260101-kernel-6.12-x86_64",
      "catsndogs:zones": zones,
    });
    assert.deepEqual(config.aws, { region: "eu-west-1", profile: "team" });
    assert.equal(config.lab, 0);
    assert.equal(config.owner, "Jané Doe");
    assert.deepEqual(config.canary, {
      steps: [5, 25, 100],
      waitSeconds: 120,
      pauseSeconds: 600,
      minimumRequests: 0,
      email: "ops@example.com",
    });
    assert.deepEqual(config.imageTags, {
      cats: "v2",
      catsGreen: "v4",
      dogs: "1.0_a-b",
      simplehomepage: "stable",
      imageAssessor: "v9",
    });
    assert.equal(config.unicornLocation, "unicorns.example.com/herd");
    assert.equal(config.imageAssessor, false);
    assert.deepEqual(config.mxnet, { instanceType: "c5n.xlarge", image: "registry.example.com/ml:1.0" });
    assert.equal(config.catsOnCatnip, false);
    assert.equal(config.maxSpotPrice, "0.0875");
    assert.deepEqual(config.spotInstanceTypes, ["m5.large", "c5n.xlarge"]);
    assert.deepEqual(config.spotCapacity, { min: 0, desired: 1, max: 2 });
    assert.deepEqual(config.onDemand, { instanceType: "t3.medium", count: 0 });
    assert.equal(config.loadTest, true);
    assert.deepEqual(config.siteIngressCidrs, ["203.0.113.0/24", "198.51.100.7/32"]);
    assert.equal(config.fleetScaling.in.threshold, 10);
    assert.equal(config.fleetScaling.outCooldown, 60);
    assert.equal(config.fleetScaling.inCooldown, 120);
    assert.equal(config.ecsImage, "al2023-ami-ecs-hvm-2023.0.20260101-kernel-6.12-x86_64");
    assert.deepEqual(config.zones, zones);
  });

  it("takes numbers as text, which is how `pulumi config set` stores them", () => {
    const config = configOf({ "catsndogs:lab": "1", "catsndogs:spotCapacity": { min: "3", desired: "4", max: "5" } });
    assert.equal(config.lab, 1);
    assert.deepEqual(config.spotCapacity, { min: 3, desired: 4, max: 5 });
  });

  it("keeps a price as it was written", () => {
    assert.equal(configOf({ "catsndogs:maxSpotPrice": "0.30" }).maxSpotPrice, "0.30");
  });

  it("does not look at what belongs to others", () => {
    assert.deepEqual(problemsOf({ "aws:maxRetries": "5", "other:lab": "77" }), []);
  });

  describe("refuses", () => {
    const REGION = "an AWS region outside China and GovCloud, for example us-west-2";
    const INSTANCE_TYPE = "an x86_64 instance type, FAMILY.SIZE, for example m4.large";
    const CIDR = "an IPv4 CIDR block, for example 203.0.113.0/24";
    const LAB = "a whole number from 0 to 7, the labs that this program builds";
    const PRICE = "dollars an hour above 0 and below 1000, with at most 4 decimals";
    const OWNER =
      "1 to 256 letters, digits, spaces and _ . : / = + - @, not beginning with aws: and without spaces at the ends";
    const REGISTRY =
      "a registry's address, HOST or HOST/PATH, in lower case, without https:// and without a slash at the end";
    const TAG = "an image's tag: 1 to 128 letters, digits and _ . -, not beginning with . or -";
    const IMAGE = "the exact name of an ECS-optimized Amazon Linux 2023 image for x86_64";
    const LOCATION =
      "a host name with or without a path, in lower case, without https:// and without a slash at the end";
    const STEPS =
      "steps of a percentage from the threshold outwards, without gaps and overlaps, the last one open-ended";

    /** What is wrong, the settings, and the one problem: key, given, allowed, fix. */
    const cases: [string, Record<string, unknown>, [string, string, string, string]][] = [
      ["a later lab", { "catsndogs:lab": "9" }, ["catsndogs:lab", "9", LAB, "pulumi config set catsndogs:lab 7"]],
      ["half a lab", { "catsndogs:lab": "1.5" }, ["catsndogs:lab", "1.5", LAB, "pulumi config set catsndogs:lab 2"]],
      ["a lab below 0", { "catsndogs:lab": -1 }, ["catsndogs:lab", "-1", LAB, "pulumi config set catsndogs:lab 0"]],
      ["an empty lab", { "catsndogs:lab": "" }, ["catsndogs:lab", '""', LAB, "pulumi config set catsndogs:lab 0"]],
      [
        "an owner that no tag can hold",
        { "catsndogs:owner": "Jane & John" },
        ["catsndogs:owner", '"Jane & John"', OWNER, "pulumi config set catsndogs:owner jane.doe@example.com"],
      ],
      [
        "an owner with AWS's own prefix",
        { "catsndogs:owner": "aws:jane" },
        ["catsndogs:owner", "aws:jane", OWNER, "pulumi config set catsndogs:owner jane.doe@example.com"],
      ],
      [
        "an owner with a space at the end",
        { "catsndogs:owner": "jane " },
        ["catsndogs:owner", '"jane "', OWNER, "pulumi config set catsndogs:owner jane.doe@example.com"],
      ],
      [
        "a registry with a scheme",
        { "catsndogs:imageRegistry": "https://registry.example.com" },
        [
          "catsndogs:imageRegistry",
          "https://registry.example.com",
          REGISTRY,
          "pulumi config set catsndogs:imageRegistry 123456789012.dkr.ecr.us-west-2.amazonaws.com",
        ],
      ],
      [
        "a registry that ends in a slash",
        { "catsndogs:imageRegistry": "registry.example.com/" },
        [
          "catsndogs:imageRegistry",
          "registry.example.com/",
          REGISTRY,
          "pulumi config set catsndogs:imageRegistry 123456789012.dkr.ecr.us-west-2.amazonaws.com",
        ],
      ],
      [
        "an image's tag with a slash",
        { "catsndogs:imageTags": { dogs: "a/b" } },
        ["catsndogs:imageTags.dogs", "a/b", TAG, "pulumi config set --path 'catsndogs:imageTags.dogs' v1"],
      ],
      [
        "a price of 0",
        { "catsndogs:maxSpotPrice": "0.00" },
        ["catsndogs:maxSpotPrice", "0.00", PRICE, "pulumi config set catsndogs:maxSpotPrice 0.25"],
      ],
      [
        "a price with a currency",
        { "catsndogs:maxSpotPrice": "$0.25" },
        ["catsndogs:maxSpotPrice", "$0.25", PRICE, "pulumi config set catsndogs:maxSpotPrice 0.25"],
      ],
      [
        "a price with a fraction that AWS drops",
        { "catsndogs:maxSpotPrice": "0.12345" },
        ["catsndogs:maxSpotPrice", "0.12345", PRICE, "pulumi config set catsndogs:maxSpotPrice 0.25"],
      ],
      [
        "no instance types",
        { "catsndogs:spotInstanceTypes": [] },
        [
          "catsndogs:spotInstanceTypes",
          "[]",
          "a list of 1 to 20, each of them once",
          `pulumi config set catsndogs:spotInstanceTypes '["m4.large","c4.large"]'`,
        ],
      ],
      [
        "instance types that are no list",
        { "catsndogs:spotInstanceTypes": "m4.large, c4.large" },
        [
          "catsndogs:spotInstanceTypes",
          '"m4.large, c4.large"',
          "a list of 1 to 20, each of them once",
          `pulumi config set catsndogs:spotInstanceTypes '["m4.large","c4.large"]'`,
        ],
      ],
      [
        "an instance type without a size",
        { "catsndogs:spotInstanceTypes": ["m4.large", "c4"] },
        [
          "catsndogs:spotInstanceTypes[1]",
          "c4",
          INSTANCE_TYPE,
          "pulumi config set --path 'catsndogs:spotInstanceTypes[1]' m4.large",
        ],
      ],
      [
        "an instance type with an ARM processor, which cannot start the image",
        { "catsndogs:onDemand": { instanceType: "im4gn.large" } },
        [
          "catsndogs:onDemand.instanceType",
          "im4gn.large",
          INSTANCE_TYPE,
          "pulumi config set --path 'catsndogs:onDemand.instanceType' m4.large",
        ],
      ],
      [
        "the same instance type twice",
        { "catsndogs:spotInstanceTypes": ["m4.large", "c4.large", "m4.large"] },
        [
          "catsndogs:spotInstanceTypes[2]",
          "m4.large",
          "a value that is not in the list already, as [0]",
          "pulumi config rm --path 'catsndogs:spotInstanceTypes[2]'",
        ],
      ],
      [
        "a capacity that is no object",
        { "catsndogs:spotCapacity": 3 },
        [
          "catsndogs:spotCapacity",
          "3",
          "an object with min, desired, max",
          "pulumi config rm catsndogs:spotCapacity, for the default",
        ],
      ],
      [
        "a least capacity above the most",
        { "catsndogs:spotCapacity": { min: 20 } },
        [
          "catsndogs:spotCapacity.min",
          "20",
          "at most max, which is 10",
          "pulumi config set --path 'catsndogs:spotCapacity.min' 3",
        ],
      ],
      [
        "a first capacity below the least",
        { "catsndogs:spotCapacity": { min: 5 } },
        [
          "catsndogs:spotCapacity.desired",
          "3",
          "min to max, 5 to 10",
          "pulumi config set --path 'catsndogs:spotCapacity.desired' 5",
        ],
      ],
      [
        "a first capacity above the most",
        { "catsndogs:spotCapacity": { desired: 11 } },
        [
          "catsndogs:spotCapacity.desired",
          "11",
          "min to max, 3 to 10",
          "pulumi config set --path 'catsndogs:spotCapacity.desired' 10",
        ],
      ],
      [
        "a most of nothing",
        { "catsndogs:spotCapacity": { min: 0, desired: 0, max: 0 } },
        [
          "catsndogs:spotCapacity.max",
          "0",
          "a whole number from 1 to 1000",
          "pulumi config set --path 'catsndogs:spotCapacity.max' 1",
        ],
      ],
      [
        "a misspelt part of a setting",
        { "catsndogs:spotCapacity": { maxx: 5 } },
        [
          "catsndogs:spotCapacity.maxx",
          "a name that the program does not know",
          "min, desired, max",
          "pulumi config rm --path 'catsndogs:spotCapacity.maxx'; did you mean max?",
        ],
      ],
      [
        "a number of on-demand instances that is text",
        { "catsndogs:onDemand": { count: "two" } },
        [
          "catsndogs:onDemand.count",
          "two",
          "a whole number from 0 to 100",
          "pulumi config set --path 'catsndogs:onDemand.count' 0",
        ],
      ],
      [
        "a load test that is neither true nor false",
        { "catsndogs:loadTest": "yes" },
        ["catsndogs:loadTest", "yes", "true or false", "pulumi config set catsndogs:loadTest true"],
      ],
      [
        "an address that is no network",
        { "catsndogs:siteIngressCidrs": ["203.0.113.7"] },
        [
          "catsndogs:siteIngressCidrs[0]",
          "203.0.113.7",
          CIDR,
          "pulumi config set --path 'catsndogs:siteIngressCidrs[0]' 0.0.0.0/0",
        ],
      ],
      [
        "an IPv6 network, which the load balancer has no address for",
        { "catsndogs:siteIngressCidrs": ["::/0"] },
        [
          "catsndogs:siteIngressCidrs[0]",
          "::/0",
          CIDR,
          "pulumi config set --path 'catsndogs:siteIngressCidrs[0]' 0.0.0.0/0",
        ],
      ],
      [
        "a network with bits to the right of its prefix",
        { "catsndogs:siteIngressCidrs": ["203.0.113.7/24"] },
        [
          "catsndogs:siteIngressCidrs[0]",
          "203.0.113.7/24",
          "an IPv4 CIDR block without bits set to the right of its prefix",
          "pulumi config set --path 'catsndogs:siteIngressCidrs[0]' 203.0.113.0/24",
        ],
      ],
      [
        "scaling that is not a number",
        { "catsndogs:fleetScaling": { ...FLEET_SCALING, in: { ...FLEET_SCALING.in, threshold: "low" } } },
        [
          "catsndogs:fleetScaling.in.threshold",
          "low",
          "a number",
          "pulumi config rm catsndogs:fleetScaling, for the default",
        ],
      ],
      [
        "scaling in one direction only",
        { "catsndogs:fleetScaling": { out: FLEET_SCALING.out } },
        [
          "catsndogs:fleetScaling.in",
          "nothing",
          "an object with threshold, steps, noTraffic",
          "pulumi config rm catsndogs:fleetScaling, for the default",
        ],
      ],
      [
        "an unknown part of a scaling step",
        {
          "catsndogs:fleetScaling": {
            ...FLEET_SCALING,
            in: { threshold: 10, steps: [{ upTo: 10, remove: 1, add: 1 }] },
          },
        },
        [
          "catsndogs:fleetScaling.in.steps[0].add",
          "a name that the program does not know",
          "upTo, above, remove",
          "pulumi config rm --path 'catsndogs:fleetScaling.in.steps[0].add'",
        ],
      ],
      [
        "scaling steps with a gap",
        {
          "catsndogs:fleetScaling": {
            ...FLEET_SCALING,
            out: {
              threshold: 20,
              steps: [
                { from: 20, to: 50, add: 2 },
                { from: 60, add: 3 },
              ],
            },
          },
        },
        [
          "catsndogs:fleetScaling.out.steps[1].from",
          "60",
          STEPS,
          "out.steps[1].from is 60 but out.steps[0].to is 50: nothing is added between the two. Set out.steps[1].from to 50.",
        ],
      ],
      [
        "scaling steps above 100 percent",
        { "catsndogs:fleetScaling": { ...FLEET_SCALING, out: { threshold: 120, steps: [{ from: 20, add: 2 }] } } },
        [
          "catsndogs:fleetScaling.out.threshold",
          "120",
          STEPS,
          "out.threshold is 120; it must be a number from 0 to 100, as the metric is.",
        ],
      ],
      [
        "an image of another kind",
        { "catsndogs:ecsImage": "al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-arm64" },
        [
          "catsndogs:ecsImage",
          "al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-arm64",
          IMAGE,
          "pulumi config set catsndogs:ecsImage al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-x86_64",
        ],
      ],
      [
        "one zone",
        { "catsndogs:zones": ["us-west-2a"] },
        [
          "catsndogs:zones",
          '["us-west-2a"]',
          "a list of 2, each of them once",
          `pulumi config set catsndogs:zones '["us-west-2a","us-west-2b"]'`,
        ],
      ],
      [
        "a zone of another region",
        { "catsndogs:zones": ["us-west-2a", "us-east-1b"] },
        [
          "catsndogs:zones[1]",
          "us-east-1b",
          "a zone of us-west-2, the stack's region",
          "pulumi config set --path 'catsndogs:zones[1]' us-west-2b",
        ],
      ],
      [
        "a unicorn's location with a scheme",
        { "catsndogs:unicornLocation": "https://unicorns.example.com" },
        [
          "catsndogs:unicornLocation",
          "https://unicorns.example.com",
          LOCATION,
          "pulumi config set catsndogs:unicornLocation catsndogs-assets.s3.amazonaws.com",
        ],
      ],
      [
        "a unicorn's location that would end an HTML attribute",
        { "catsndogs:unicornLocation": 'unicorns.example.com/"x' },
        [
          "catsndogs:unicornLocation",
          'unicorns.example.com/"x',
          LOCATION,
          "pulumi config set catsndogs:unicornLocation catsndogs-assets.s3.amazonaws.com",
        ],
      ],
      [
        "mxnet on a type that the stack has not",
        { "catsndogs:mxnet": { instanceType: "p3.2xlarge" } },
        [
          "catsndogs:mxnet.instanceType",
          "p3.2xlarge",
          "a type that the stack has: m4.large, c4.large, r4.large, i3.large",
          "pulumi config set --path 'catsndogs:mxnet.instanceType' m4.large",
        ],
      ],
      [
        "mxnet in an image without a tag",
        { "catsndogs:mxnet": { image: "registry.example.com/ml" } },
        [
          "catsndogs:mxnet.image",
          "registry.example.com/ml",
          "an image with registry and tag or digest, HOST/NAME:TAG, without https://",
          "pulumi config set --path 'catsndogs:mxnet.image' public.ecr.aws/docker/library/busybox:1.37.0",
        ],
      ],
      [
        "cats on catnip without an instance that has it",
        { "catsndogs:onDemand": { count: 0 }, "catsndogs:catsOnCatnip": true },
        [
          "catsndogs:catsOnCatnip",
          "true",
          "false, as with onDemand.count 0 no instance has catnip",
          "pulumi config set catsndogs:catsOnCatnip false",
        ],
      ],
      ...[
        ["steps that fall", [50, 10, 100]],
        ["steps that do not end with all visitors", [10, 50]],
      ].map(([what, steps]): (typeof cases)[number] => [
        `a release with ${what}`,
        { "catsndogs:canary": { steps } },
        [
          "catsndogs:canary.steps",
          JSON.stringify(steps),
          "1 to 20 whole percentages, each higher than the one before, and the last 100",
          "pulumi config set --path 'catsndogs:canary.steps' '[10,50,100]'",
        ],
      ]),
      [
        "a release without a step",
        { "catsndogs:canary": { steps: [] } },
        [
          "catsndogs:canary.steps",
          "[]",
          "a list of 1 to 20, each of them once",
          "pulumi config set --path 'catsndogs:canary.steps' '[10,50,100]'",
        ],
      ],
      [
        "a step above 100",
        { "catsndogs:canary": { steps: [10, 101] } },
        [
          "catsndogs:canary.steps[1]",
          "101",
          "a whole number from 1 to 100",
          "pulumi config set --path 'catsndogs:canary.steps[1]' 100",
        ],
      ],
      [
        "a wait of no time",
        { "catsndogs:canary": { waitSeconds: 0 } },
        [
          "catsndogs:canary.waitSeconds",
          "0",
          "a whole number from 1 to 86400",
          "pulumi config set --path 'catsndogs:canary.waitSeconds' 1",
        ],
      ],
      [
        "an e-mail address that is none",
        { "catsndogs:canary": { email: "ops at example.com" } },
        [
          "catsndogs:canary.email",
          '"ops at example.com"',
          "an e-mail address",
          "pulumi config set --path 'catsndogs:canary.email' jane.doe@example.com",
        ],
      ],
      [
        "a zone as the region",
        { "aws:region": "us-west-2a" },
        ["aws:region", "us-west-2a", REGION, "pulumi config set aws:region us-west-2"],
      ],
      [
        "a region in China",
        { "aws:region": "cn-north-1" },
        ["aws:region", "cn-north-1", REGION, "pulumi config set aws:region us-west-2"],
      ],
    ];
    for (const [what, settings, [key, given, allowed, fix]] of cases) {
      it(what, () => assert.deepEqual(problemsOf(settings), [{ key, given, allowed, fix }]));
    }

    it("nothing of lab 5 before lab 5", () => {
      assert.deepEqual(problemsOf({ "catsndogs:lab": 4, "catsndogs:mxnet": { instanceType: "p3.2xlarge" } }), []);
    });

    it("a stack without a registry", () => {
      assert.throws(() => parseConfig({}, { project: "catsndogs", stack: "team-7" }), {
        problems: [
          {
            key: "catsndogs:imageRegistry",
            given: "nothing",
            allowed: REGISTRY,
            fix: "pulumi config set catsndogs:imageRegistry 123456789012.dkr.ecr.us-west-2.amazonaws.com",
          },
        ],
      });
    });

    it("an unknown key, without showing what may be a secret", () => {
      const [problem, ...others] = problemsOf({ "catsndogs:loadtest": "hunter2" });
      assert.deepEqual(others, []);
      assert.equal(problem?.key, "catsndogs:loadtest");
      assert.equal(problem?.given, "a name that the program does not know");
      assert.equal(problem?.fix, "pulumi config rm catsndogs:loadtest; did you mean loadTest?");
      assert.match(problem?.allowed ?? "", /^lab, owner, imageRegistry, .*, zones$/);
    });

    it("a stack's name that physical names cannot begin with", () => {
      assert.deepEqual(problemsOf({}, "Jane.Doe"), [
        {
          key: "name of the stack",
          given: '"Jane.Doe"',
          allowed:
            "1 to 12 lower-case letters, digits and single hyphens, beginning with a letter and not ending in a hyphen: " +
            "AWS's names are made from it",
          fix: "pulumi stack rename jane-doe",
        },
      ]);
    });

    it("two stacks' names that are alike in what AWS would keep of them", () => {
      assert.equal(problemsOf({}, "workshop-team1").length, 1);
      assert.equal(problemsOf({}, "workshop-team2").length, 1);
    });

    it("shortens a long value", () => {
      const [problem] = problemsOf({ "catsndogs:imageRegistry": `https://${"a".repeat(200)}` });
      assert.equal(problem?.given, `https://${"a".repeat(89)}...`);
    });
  });

  it("reports everything that is wrong, all at once", () => {
    const settings = { "catsndogs:lab": "9", "catsndogs:spotCapacity": { min: 20 } };
    assert.throws(() => configOf(settings), {
      name: "ConfigError",
      message:
        '2 settings of stack "team-7" cannot be used. Nothing was changed.\n' +
        "\n" +
        "  catsndogs:lab\n" +
        "    given:   9\n" +
        "    allowed: a whole number from 0 to 7, the labs that this program builds\n" +
        "    fix:     pulumi config set catsndogs:lab 7\n" +
        "\n" +
        "  catsndogs:spotCapacity.min\n" +
        "    given:   20\n" +
        "    allowed: at most max, which is 10\n" +
        "    fix:     pulumi config set --path 'catsndogs:spotCapacity.min' 3\n",
    });
  });

  it("reports both ends of a value with two mistakes in it", () => {
    const problems = problemsOf({ "catsndogs:onDemand": { instanceType: "huge", count: -1 } });
    assert.deepEqual(
      problems.map(({ key }) => key),
      ["catsndogs:onDemand.instanceType", "catsndogs:onDemand.count"],
    );
  });

  it("is read from the stack that is being deployed", async () => {
    const recorded = await record(readConfig, { config: { ...REQUIRED, "catsndogs:lab": "1" }, stack: "team-9" });
    const { lab, owner, project, stack } = recorded.result;
    assert.deepEqual(
      { lab, owner, project, stack },
      { lab: 1, owner: "team-9", project: "catsndogs", stack: "team-9" },
    );
  });

  describe("Pulumi.workshop.yaml", () => {
    const file = readFileSync(join(__dirname, "../Pulumi.workshop.yaml"), "utf8");
    /** The file with what is commented out brought in. */
    const complete = file.replaceAll(/^( {2})# ((?:catsndogs|aws):\w+:.*| {2}.*)$/gm, "$1$2");

    it("can be used as it is, and builds what the defaults build", () => {
      const { config } = parse(file) as { config: Record<string, unknown> };
      const expected = configOf({ "catsndogs:imageRegistry": config["catsndogs:imageRegistry"] }, "workshop");
      assert.deepEqual(configOf(config, "workshop"), expected);
    });

    it("shows every setting, with its default where it has one", () => {
      const shown = (parse(complete) as { config: Record<string, unknown> }).config;
      const names = Object.keys(shown).filter((key) => key.startsWith("catsndogs:"));
      // The message about a key that does not exist lists all that do.
      const [{ allowed } = { allowed: "" }] = problemsOf({ "catsndogs:?": "" });
      assert.deepEqual(names.map((key) => key.slice("catsndogs:".length)).sort(), allowed.split(", ").sort());
      // The registry, the zones and the profile have no default.
      const { imageRegistry, zones, aws, ...withDefault } = configOf(shown, "workshop");
      assert.equal(withDefault.mxnet.image, `${imageRegistry}/mxnet:latest`);
      const expected = configOf({ "catsndogs:imageRegistry": imageRegistry }, "workshop");
      assert.deepEqual({ ...withDefault, imageRegistry, aws: { region: aws.region } }, expected);
    });
  });
});
