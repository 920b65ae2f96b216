import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { HIGHEST_LAB } from "../config/workshop";
import program from "../index";
import { label, type Recorded, record } from "./components/recorder";

const REGISTRY = "registry.example.com/workshop";

type Outputs = Record<string, unknown>;

/** Brings the program up in a region that offers every instance type in every zone. */
function up(settings: Record<string, string> = {}, stack = "workshop"): Promise<Recorded<Outputs>> {
  return record(program as () => Outputs, {
    stack,
    config: { "catsndogs:imageRegistry": REGISTRY, "catsndogs:loadTest": "true", ...settings },
    calls: {
      "aws:ec2/getAmi:getAmi": () => ({ id: "ami-1" }),
      "aws:ec2/getInstanceType:getInstanceType": () => ({ memorySize: 8192, defaultVcpus: 2 }),
      "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: "123456789012" }),
      "aws:index/getRegion:getRegion": () => ({ region: "us-west-2" }),
      "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": ({ filters }) => {
        const types: string[] = filters[0].values;
        const pairs = types.flatMap((type) => ["us-west-2a", "us-west-2b"].map((zone) => ({ type, zone })));
        return { instanceTypes: pairs.map(({ type }) => type), locations: pairs.map(({ zone }) => zone) };
      },
    },
    outputs: (type, name, inputs) => {
      if (type === "aws:lb/loadBalancer:LoadBalancer") {
        return { dnsName: `${name}.example.com`, arnSuffix: `app/${name}/1`, zoneId: "ZALB" };
      }
      if (type === "aws:route53/zone:Zone") return { zoneId: "Z123", nameServers: ["ns-1.example.com"] };
      return type === "aws:ecr/repository:Repository" ? { repositoryUrl: `ecr.example.com/${inputs.name}` } : undefined;
    },
  });
}

/** What the lab with the number changes of what was there. */
const CHANGES: Record<number, string[]> = {
  3: [label("aws:ecs/service:Service", "cats"), label("aws:ecs/taskDefinition:TaskDefinition", "cats")],
  5: [label("aws:ecs/taskDefinition:TaskDefinition", "cats")],
  // Only that Pulumi looks away from its task definition.
  6: [label("aws:ecs/service:Service", "dogs")],
};

const componentsOf = (recorded: Recorded<Outputs>) =>
  recorded.resources.filter(({ type }) => type.startsWith("catsndogs:")).map(({ name }) => name);

/** Only the program's own; what it passes to others is theirs to test. */
const resources = ({ resources }: Recorded<Outputs>) => resources.filter(({ type }) => type.startsWith("aws:"));

describe("program", () => {
  describe("builds", () => {
    it("the baseline at lab 0", async () => {
      const recorded = await up({ "catsndogs:lab": "0" });
      assert.deepEqual(componentsOf(recorded), ["network", "images"]);
      assert.deepEqual(recorded.result, {
        repositoryUrls: {
          cats: "ecr.example.com/workshop/cats",
          dogs: "ecr.example.com/workshop/dogs",
          simplehomepage: "ecr.example.com/workshop/simplehomepage",
        },
        loadBalancerDns: "network-load-balancer.example.com",
        nextStep: "Go on to lab 1: pulumi config set catsndogs:lab 1 && pulumi up",
      });
    });

    it("also the cluster at lab 1", async () => {
      const recorded = await up({ "catsndogs:lab": "1" });
      assert.deepEqual(componentsOf(recorded), ["network", "images", "cluster"]);
      const { clusterName, spotFleetRequestId, nextStep } = recorded.result;
      assert.equal(clusterName, recorded.one("aws:ecs/cluster:Cluster").inputs.name);
      assert.equal(spotFleetRequestId, `${recorded.one("aws:ec2/spotFleetRequest:SpotFleetRequest").name}-id`);
      assert.equal(nextStep, "Go on to lab 2: pulumi config set catsndogs:lab 2 && pulumi up");
      assert.equal("siteUrl" in recorded.result, false);
    });

    it("also the site at lab 2", async () => {
      const recorded = await up({ "catsndogs:lab": "2", "catsndogs:loadTest": "false" });
      assert.deepEqual(componentsOf(recorded), ["network", "images", "cluster", "simplehomepage", "cats", "dogs"]);
      assert.equal(recorded.result.siteUrl, "http://network-load-balancer.example.com");
      assert.equal(
        recorded.result.nextStep,
        "Open siteUrl, and put it under load: pulumi config set catsndogs:loadTest true && pulumi up; " +
          "then go on to lab 3: pulumi config set catsndogs:lab 3 && pulumi up",
      );
    });

    it("also the unicorns at lab 3", async () => {
      const recorded = await up({ "catsndogs:lab": "3", "catsndogs:loadTest": "false" });
      assert.ok(componentsOf(recorded).includes("unicorns"));
      assert.equal(
        recorded.result.nextStep,
        "Open siteUrl, and look at cats until you see a unicorn; then go on to lab 4: pulumi config set catsndogs:lab 4 && pulumi up",
      );
    });

    it("also the image assessor at lab 4", async () => {
      const recorded = await up({ "catsndogs:lab": "4" });
      assert.ok(componentsOf(recorded).includes("image-assessor"));
      assert.deepEqual(recorded.result.imageAssessor, {
        taskDefinitionArn: "arn:aws:mock:::image-assessor",
        container: "ImageAssessmentContainer",
      });
    });

    it("also the machine-learning service at lab 5", async () => {
      const recorded = await up({ "catsndogs:lab": "5" });
      assert.ok(componentsOf(recorded).includes("mxnet"));
    });

    it("also the pipeline at lab 6, to which dogs leave their task definition", async () => {
      const recorded = await up({ "catsndogs:lab": "6", "catsndogs:loadTest": "false" });
      assert.ok(componentsOf(recorded).includes("dogs-pipeline"));
      assert.deepEqual(recorded.result.dogsPipeline, {
        bucket: "workshop-code-123456789012-us-west-2",
        key: "dogs.zip",
        pipeline: "workshop-CatsnDogsPipeline",
        logGroup: "/workshop/dogs-pipeline",
      });
      assert.equal(
        recorded.result.nextStep,
        "Release dogs: npm run release-dogs -- --stack workshop --version v2; " +
          "then go on to lab 7: pulumi config set catsndogs:lab 7 && pulumi up",
      );
      const ignored = (name: string) => recorded.one("aws:ecs/service:Service", name).ignoreChanges;
      assert.deepEqual(ignored("dogs"), ["desiredCount", "taskDefinition"]);
      assert.deepEqual(ignored("cats"), ["desiredCount"]);
    });

    it("also the green side and releases to it at lab 7", async () => {
      const recorded = await up({ "catsndogs:lab": "7", "catsndogs:loadTest": "false" });
      const added = componentsOf(recorded).slice(-5);
      assert.deepEqual(added, ["green", "homepage-green", "cats-green", "dogs-green", "canary"]);
      const cluster = recorded.one("aws:ecs/cluster:Cluster").inputs.name;
      assert.deepEqual(recorded.result.canary, {
        host: "www.catsndogs.lol",
        nameServers: ["ns-1.example.com"],
        zoneId: "Z123",
        cluster,
        services: { blue: "workshop-cats", green: "workshop-cats-green" },
        release: "arn:aws:mock:::canary-release",
        guard: "arn:aws:mock:::canary-guard",
        table: "workshop-CanaryTable",
        topic: "arn:aws:mock:::canary",
        dashboard: "workshop-release",
      });
      assert.equal(
        recorded.result.nextStep,
        "Release the third version of cats: npm run canary -- start --stack workshop",
      );
    });

    it("also the load, after what it is for", async () => {
      const recorded = await up();
      assert.ok(componentsOf(recorded).includes("load-generator"));
      const generator = label("catsndogs:index:LoadGenerator", "load-generator");
      for (const pet of ["cats", "dogs"]) {
        assert.ok(recorded.waitsFor(generator, label("aws:ecs/service:Service", pet)), pet);
      }
      assert.match(
        recorded.one("aws:ec2/instance:Instance").inputs.userData,
        /GET http:\/\/network-load-balancer\.example\.com\/cats\//,
      );
    });

    it("no output that has no value", async () => {
      for (let lab = 0; lab <= HIGHEST_LAB; lab += 1) {
        const { result } = await up({ "catsndogs:lab": String(lab) });
        assert.deepEqual(
          Object.entries(result).filter(([, value]) => value === undefined),
          [],
        );
      }
    });

    it("nothing at all where the configuration is wrong", async () => {
      await assert.rejects(up({ "catsndogs:lab": "9" }), { name: "ConfigError" });
    });
  });

  it("leaves what exists as it is when the attendee goes on to the next lab, but for cats in labs 3 and 5 and dogs in lab 6", async () => {
    for (let lab = 0; lab < HIGHEST_LAB; lab += 1) {
      const [before, after] = await Promise.all([lab, lab + 1].map((each) => up({ "catsndogs:lab": String(each) })));
      assert.ok(before && after);
      const byLabel = new Map(after.resources.map((each) => [label(each.type, each.name), each]));
      const changed = before.resources.filter((resource) => {
        return !isDeepStrictEqual(byLabel.get(label(resource.type, resource.name)), resource);
      });
      assert.deepEqual(
        changed.map(({ type, name }) => label(type, name)).sort(),
        CHANGES[lab + 1] ?? [],
        `lab ${lab + 1}`,
      );
    }
  });

  describe("makes of cats", () => {
    const catsOf = (recorded: Recorded<Outputs>) => ({
      task: recorded.one("aws:ecs/taskDefinition:TaskDefinition", "cats"),
      service: recorded.one("aws:ecs/service:Service", "cats").inputs,
    });

    it("at lab 3 the version with unicorns, which may read where they are, and rolls", async () => {
      const recorded = await up({ "catsndogs:lab": "3" });
      const { task, service } = catsOf(recorded);
      const [{ image, environment }] = JSON.parse(task.inputs.containerDefinitions);
      assert.equal(image, `${REGISTRY}/cats:v2`);
      assert.deepEqual(environment, [
        { name: "Tag", value: "v2" },
        { name: "PARAMETER_STORE_NAME", value: "/workshop/UnicornLocation" },
        { name: "REGION", value: "us-west-2" },
      ]);
      assert.equal(task.inputs.taskRoleArn, "arn:aws:mock:::unicorns-reader");
      assert.equal(service.deploymentMinimumHealthyPercent, 50);
      assert.equal(service.deploymentMaximumPercent, 100);
      assert.equal(service.availabilityZoneRebalancing, "DISABLED");
      for (const name of ["dogs", "simplehomepage"]) {
        assert.equal("taskRoleArn" in recorded.one("aws:ecs/taskDefinition:TaskDefinition", name).inputs, false, name);
      }
    });

    it("at lab 5 tasks on the instances with catnip", async () => {
      const { task } = catsOf(await up({ "catsndogs:lab": "5" }));
      assert.deepEqual(task.inputs.placementConstraints, [
        { type: "memberOf", expression: "attribute:catslike == catnip" },
      ]);
    });

    it("at lab 7 the third version on green, anywhere, without a task until its release", async () => {
      const recorded = await up({ "catsndogs:lab": "7" });
      const [{ image, environment }] = JSON.parse(
        recorded.one("aws:ecs/taskDefinition:TaskDefinition", "cats-green").inputs.containerDefinitions,
      );
      assert.equal(image, `${REGISTRY}/cats:v3`);
      assert.deepEqual(environment[0], { name: "Tag", value: "v3" });
      const green = recorded.one("aws:ecs/taskDefinition:TaskDefinition", "cats-green").inputs;
      assert.equal("placementConstraints" in green, false);
      assert.equal(recorded.one("aws:ecs/service:Service", "cats-green").inputs.desiredCount, 0);
      const { minCapacity, maxCapacity, suspendedState } = recorded.one(
        "aws:appautoscaling/target:Target",
        "cats-green",
      ).inputs;
      assert.deepEqual([minCapacity, maxCapacity], [0, 100]);
      assert.deepEqual(suspendedState, { dynamicScalingInSuspended: true });
      const others = recorded.one("aws:appautoscaling/target:Target", "dogs-green").inputs;
      assert.equal("suspendedState" in others, false);
    });

    it("at lab 5 tasks anywhere, if that is asked for", async () => {
      const { task } = catsOf(await up({ "catsndogs:lab": "5", "catsndogs:catsOnCatnip": "false" }));
      assert.equal(task.inputs.placementConstraints, undefined);
    });
  });

  it("keeps the unicorns' location secret wherever it is", async () => {
    const recorded = await up({ "catsndogs:unicornLocation": "herd.example.com" });
    const showing = recorded.resources.filter(({ inputs }) => JSON.stringify(inputs).includes("herd.example.com"));
    assert.deepEqual(
      showing.map(({ type, secrets }) => [type, secrets]),
      [["aws:ssm/parameter:Parameter", ["value"]]],
    );
    assert.equal(JSON.stringify(recorded.result).includes("herd.example.com"), false);
  });

  it("tags what each lab introduces with its number", async () => {
    const recorded = await up();
    const labOf = (type: string, suffix?: string) => recorded.one(type, suffix).inputs.tags.Lab;
    assert.equal(labOf("awsx:ec2:Vpc"), "0");
    assert.equal(labOf("aws:lb/loadBalancer:LoadBalancer", "network-load-balancer"), "0");
    assert.equal(labOf("aws:lb/loadBalancer:LoadBalancer", "green"), "7");
    assert.equal(labOf("aws:sfn/stateMachine:StateMachine", "canary-release"), "7");
    assert.equal(labOf("aws:ecs/cluster:Cluster"), "1");
    assert.equal(labOf("aws:ecs/service:Service", "cats"), "2");
    assert.equal(labOf("aws:ec2/instance:Instance"), "2");
  });

  it("tags the stack's launched instances, which the provider's tags do not reach", async () => {
    const { inputs } = (await up()).one("aws:ec2/launchTemplate:LaunchTemplate", "spot");
    const { Name, ...tags } = inputs.tagSpecifications[0].tags;
    assert.deepEqual(tags, { Project: "catsndogs", Stack: "workshop", Owner: "workshop", Lab: "1" });
  });

  it("makes everything with the one tagged provider", async () => {
    const recorded = await up();
    const provider = label("pulumi:providers:aws", "aws");
    assert.deepEqual(
      resources(recorded)
        .filter((resource) => resource.provider !== provider)
        .map(({ name }) => name),
      [],
    );
    assert.equal(recorded.one("awsx:ec2:Vpc").providers.aws, provider);
  });

  it("runs the images that the settings name", async () => {
    const recorded = await up({ "catsndogs:imageTags": '{"cats":"v9"}' });
    const containerOf = (name: string) =>
      JSON.parse(recorded.one("aws:ecs/taskDefinition:TaskDefinition", name).inputs.containerDefinitions)[0];
    assert.equal(containerOf("cats").image, `${REGISTRY}/cats:v9`);
    assert.deepEqual(containerOf("cats").environment[0], { name: "Tag", value: "v9" });
    assert.equal(containerOf("dogs").image, `${REGISTRY}/dogs:v1`);
    assert.equal(containerOf("simplehomepage").image, `${REGISTRY}/simplehomepage:latest`);
    assert.equal(containerOf("image-assessor").image, `${REGISTRY}/image-assessor:latest`);
    assert.equal(containerOf("mxnet").image, `${REGISTRY}/mxnet:latest`);
  });

  describe("physical names", () => {
    /** Names within one kind of thing: two stacks in an account meet where both use the same. */
    const namesOf = (recorded: Recorded<Outputs>) =>
      resources(recorded)
        // An inline policy's name is its role's affair.
        .filter(({ type }) => type !== "aws:iam/rolePolicy:RolePolicy")
        .flatMap(({ type, inputs }) =>
          [inputs.name, inputs.family]
            .filter((name) => typeof name === "string")
            .map((name: string) => ({ type, name })),
        );

    it("begin with the stack's name", async () => {
      const names = namesOf(await up({}, "team-7"));
      assert.ok(names.length > 30);
      assert.deepEqual(
        names.filter(({ name }) => !/^\/?team-7[-/]/.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1)),
        [
          // The workshop's own name, with the stack's behind it.
          { type: "aws:kms/alias:Alias", name: "alias/keyForUnicorns-team-7" },
          // A domain; each stack has a zone of its own, with name servers of its own.
          { type: "aws:route53/zone:Zone", name: "catsndogs.lol" },
          { type: "aws:route53/record:Record", name: "www.catsndogs.lol" },
          { type: "aws:route53/record:Record", name: "www.catsndogs.lol" },
        ],
      );
    });

    it("are not longer than AWS allows, for the longest stack's name", async () => {
      const limits: Record<string, number> = {
        "aws:lb/loadBalancer:LoadBalancer": 32,
        "aws:lb/targetGroup:TargetGroup": 32,
        "aws:iam/role:Role": 64,
      };
      for (const { type, name } of namesOf(await up({}, "abcdefghijkl"))) {
        assert.ok(name.length <= (limits[type] ?? 128), `${type} ${name}`);
      }
    });

    it("are different in stacks of which one's name begins with the other's", async () => {
      const names = namesOf(await up({}, "s"));
      for (const { type, name } of names) {
        // Stack "s-x" has "s-x-b", which stack "s" could only have if it, too, made an "x-b" beside its "b".
        const suffix = name.replace(/^\/?s[-/]/, "");
        const others = names.filter((other) => other.type === type && other.name.endsWith(`-${suffix}`));
        assert.deepEqual(
          others.filter((other) => other.name !== name),
          [],
          `${type} ${name}`,
        );
      }
    });
  });
});
