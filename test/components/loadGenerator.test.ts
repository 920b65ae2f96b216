import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { LoadGenerator, type LoadGeneratorArgs } from "../../components/loadGenerator";
import { label, type RecordOptions, record } from "./recorder";

const INSTANCE = "aws:ec2/instance:Instance";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const ROLE = "aws:iam/role:Role";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const IMAGE = "al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-x86_64";

interface Overrides extends Partial<Omit<LoadGeneratorArgs, "network">> {
  network?: Partial<LoadGeneratorArgs["network"]>;
}

function build({ network, ...args }: Overrides = {}, calls: RecordOptions["calls"] = {}) {
  return record(
    () => {
      const route = new aws.ec2.Route("route", { routeTableId: "rtb-1" });
      return new LoadGenerator("load-generator", {
        stack: "team-7",
        network: {
          vpcId: "vpc-1",
          privateSubnets: [
            { id: "subnet-1", availabilityZone: "us-west-2a" },
            { id: "subnet-2", availabilityZone: "us-west-2b" },
          ],
          egress: [route],
          ...network,
        },
        ecsImage: IMAGE,
        siteUrl: "http://site.example.com",
        paths: ["/cats/", "/dogs/"],
        ...args,
      }).instanceId;
    },
    { calls: { "aws:ec2/getAmi:getAmi": () => ({ id: "ami-1" }), ...calls } },
  );
}

async function userData(args: Overrides = {}): Promise<string> {
  return (await build(args)).one(INSTANCE).inputs.userData;
}

describe("LoadGenerator", () => {
  it("is one private m4.large with an encrypted volume and the second version of the metadata service", async () => {
    const recorded = await build();
    const { userData: script, ...inputs } = recorded.one(INSTANCE).inputs;
    assert.deepEqual(inputs, {
      ami: "ami-1",
      instanceType: "m4.large",
      subnetId: "subnet-1",
      associatePublicIpAddress: false,
      vpcSecurityGroupIds: ["load-generator-id"],
      iamInstanceProfile: "team-7-load-generator",
      userDataReplaceOnChange: true,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: { volumeType: "gp3", volumeSize: 30, encrypted: true, deleteOnTermination: true },
      tags: { Name: "team-7-load-generator" },
    });
    assert.equal(recorded.result, "load-generator-id");
  });

  it("looks the image up by its exact name, among those of Amazon ECS alone", async () => {
    const asked: unknown[] = [];
    await build(
      {},
      {
        "aws:ec2/getAmi:getAmi": (args) => {
          asked.push(args);
          return { id: "ami-1" };
        },
      },
    );
    assert.deepEqual(asked, [
      { owners: ["591542846629"], filters: [{ name: "name", values: [IMAGE] }], includeDeprecated: true },
    ]);
  });

  it("takes another instance type", async () => {
    assert.equal((await build({ instanceType: "c4.large" })).one(INSTANCE).inputs.instanceType, "c4.large");
  });

  it("lets nobody in, and goes out for HTTP and HTTPS only", async () => {
    const recorded = await build();
    assert.deepEqual(recorded.one(GROUP).inputs, {
      name: "team-7-load-generator",
      description: "Load generator: HTTP and HTTPS out, nothing in",
      vpcId: "vpc-1",
    });
    assert.deepEqual(
      recorded.all(EGRESS).map(({ inputs: { fromPort, toPort, ipProtocol } }) => ({ fromPort, toPort, ipProtocol })),
      [
        { fromPort: 80, toPort: 80, ipProtocol: "tcp" },
        { fromPort: 443, toPort: 443, ipProtocol: "tcp" },
      ],
    );
    assert.deepEqual(recorded.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"), []);
  });

  it("may be reached by Session Manager, and no more", async () => {
    const recorded = await build();
    assert.deepEqual(JSON.parse(recorded.one(ROLE).inputs.assumeRolePolicy).Statement, [
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
    assert.deepEqual(
      recorded.all(ATTACHMENT).map(({ inputs }) => inputs),
      [{ role: "team-7-load-generator", policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }],
    );
  });

  it("starts when the way out is there and is gone before it is", async () => {
    const { dependencies } = (await build()).one(INSTANCE);
    const expected = [
      label("aws:ec2/route:Route", "route"),
      label(EGRESS, "load-generator-http-out"),
      label(EGRESS, "load-generator-https-out"),
      label(ATTACHMENT, "load-generator-ssm"),
    ];
    assert.deepEqual(
      expected.filter((part) => !dependencies.includes(part)),
      [],
    );
  });

  describe("script", () => {
    it("checks the download before it is unpacked", async () => {
      const script = await userData();
      const steps = [
        "set -euo pipefail",
        "https://github.com/tsenart/vegeta/releases/download/v12.13.0/vegeta_12.13.0_linux_amd64.tar.gz",
        'echo "e8759ce45c14e18374bdccd3ba6068197bc3a9f9b7e484db3837f701b9d12e61  vegeta_12.13.0_linux_amd64.tar.gz" | sha256sum --check',
        "tar --extract --gzip --file vegeta_12.13.0_linux_amd64.tar.gz",
        "systemctl enable --now --no-block load-generator",
      ];
      const positions = steps.map((step) => script.indexOf(step));
      assert.ok(!positions.includes(-1), `missing: ${steps[positions.indexOf(-1)]}`);
      assert.deepEqual(
        positions,
        positions.toSorted((a, b) => a - b),
      );
      assert.ok(script.startsWith("#!/bin/bash\n"));
    });

    it("asks for each page in turn", async () => {
      assert.match(
        await userData(),
        /\nGET http:\/\/site\.example\.com\/cats\/\n\nGET http:\/\/site\.example\.com\/dogs\/\nTARGETS\n/,
      );
    });

    it("sends the workshop's load, without following redirects, for 15 minutes", async () => {
      assert.match(
        await userData(),
        / attack -targets=\S+ -rate=50\/s -duration=15m -redirects=-1 -output=\/dev\/null\n/,
      );
    });

    it("sends the load that is asked for", async () => {
      assert.match(await userData({ requestsPerSecond: 200, durationMinutes: 2 }), / -rate=200\/s -duration=2m /);
    });

    it("is the same each time", async () => assert.equal(await userData(), await userData()));

    it("stays below the 16 KB that EC2 takes", async () => assert.ok((await userData()).length < 16384));
  });

  describe("refuses", () => {
    const refused: [string, Overrides, string][] = [
      ["no pages", { paths: [] }, "paths is empty; give at least one page, for example /cats/."],
      [
        "a page that could end the list of pages",
        { paths: ["/cats\nTARGETS\nreboot"] },
        'paths has "/cats\nTARGETS\nreboot"; a page begins with / and has letters, digits, and the characters _ . / -',
      ],
      ["a rate of 0", { requestsPerSecond: 0 }, "requestsPerSecond is 0; it must be a whole number, from 1 to 1000."],
      [
        "more than a day",
        { durationMinutes: 1441 },
        "durationMinutes is 1441; it must be a whole number, from 1 to 1440.",
      ],
    ];
    for (const [what, args, problem] of refused) {
      it(what, async () => {
        await assert.rejects(build(args), {
          message: `LoadGenerator "load-generator" cannot be built:\n  - ${problem}`,
        });
      });
    }

    it("all at once", async () => {
      await assert.rejects(build({ paths: [], requestsPerSecond: 0.5 }), {
        message:
          'LoadGenerator "load-generator" cannot be built:\n' +
          "  - paths is empty; give at least one page, for example /cats/.\n" +
          "  - requestsPerSecond is 0.5; it must be a whole number, from 1 to 1000.",
      });
    });
  });
});
