import assert from "node:assert/strict";
import {
  availabilityZoneRebalancing,
  type ScalingWebServiceArgs,
  scalingWebServiceProblems,
} from "../../components/scalingWebServiceArgs";
import { byPath, petScaling, requiredService } from "./scalingWebServiceFixture";

describe("scalingWebServiceProblems", () => {
  it("finds none in the required arguments, nor in the workshop's scaling behind a path", () => {
    assert.deepEqual(scalingWebServiceProblems("cats", requiredService()), []);
    assert.deepEqual(
      scalingWebServiceProblems("cats", { ...requiredService(), route: byPath, scaling: petScaling() }),
      [],
    );
  });

  const cases: { what: string; more: Partial<ScalingWebServiceArgs>; name?: string; problem: string }[] = [
    {
      what: "a name that makes the target group's too long",
      more: { stack: "abcdefghijkl" },
      name: "image-assessor-canary",
      problem:
        'the target group would be named "abcdefghijkl-image-assessor-canary", 34 characters; AWS allows 32. ' +
        "Shorten the service's or the stack's name.",
    },
    {
      what: "a name that AWS would refuse",
      more: {},
      name: "Cats_",
      problem:
        'the target group would be named "workshop-Cats_"; use small letters, digits and hyphens, a letter first and no hyphen last.',
    },
    { what: "too little CPU", more: { cpu: 1 }, problem: "cpu is 1; it must be a whole number, 2 or more." },
    {
      what: "memory in fractions of a MiB",
      more: { memory: 1024.5 },
      problem: "memory is 1024.5; it must be a whole number, 6 or more.",
    },
    {
      what: "too small a reservation",
      more: { memoryReservation: 5 },
      problem: "memoryReservation is 5; it must be a whole number, 6 or more.",
    },
    {
      what: "a reservation of all the memory",
      more: { memoryReservation: 1024 },
      problem: "memoryReservation is 1024 and memory 1024; reserve less than the limit.",
    },
    {
      what: "a port that does not exist",
      more: { containerPort: 65536 },
      problem: "containerPort is 65536; it must be a whole number, from 1 to 65535.",
    },
    {
      what: "a priority of 0",
      more: { route: { ...byPath, priority: 0 } },
      problem: "route.priority is 0; it must be a whole number, from 1 to 50000.",
    },
    {
      what: "a path without its slash",
      more: { route: { ...byPath, path: "cats*" } },
      problem:
        'route.path is "cats*"; it must be a path that starts with "/", of at most 128 characters, without spaces.',
    },
    {
      what: "a health check with a space in its path",
      more: { healthCheckPath: "/are you there" },
      problem:
        'healthCheckPath is "/are you there"; it must be a path that starts with "/", of at most 128 characters, without spaces.',
    },
    {
      what: "a negative number of tasks",
      more: { desiredCount: -1 },
      problem: "desiredCount is -1; it must be a whole number, 0 or more.",
    },
    {
      what: "fewer tasks than scaling allows",
      more: { desiredCount: 1, scaling: petScaling() },
      problem:
        "scaling is from 2 to 100 tasks and desiredCount 1; desiredCount must lie between scaling.min and scaling.max.",
    },
    {
      what: "more tasks than scaling allows",
      more: { desiredCount: 101, scaling: petScaling() },
      problem:
        "scaling is from 2 to 100 tasks and desiredCount 101; desiredCount must lie between scaling.min and scaling.max.",
    },
    {
      what: "a least of half a task",
      more: { scaling: { ...petScaling(), min: 1.5 } },
      problem: "scaling.min is 1.5; it must be a whole number, 0 or more.",
    },
    {
      what: "a most that is no number",
      more: { scaling: { ...petScaling(), max: Number.NaN } },
      problem: "scaling.max is NaN; it must be a whole number, 0 or more.",
    },
    {
      what: "steps with a gap",
      more: { scaling: { ...petScaling(), out: { threshold: 1000, steps: [{ from: 1500, add: 1 }] } } },
      problem:
        "scaling.out.steps[0].from is 1500 but scaling.out.threshold is 1000: nothing is added between the two. " +
        "Set scaling.out.steps[0].from to 1000.",
    },
    {
      what: "more than all tasks healthy",
      more: { deployment: { minimumHealthyPercent: 101, maximumPercent: 200 } },
      problem: "deployment.minimumHealthyPercent is 101; it must be a whole number, from 0 to 100.",
    },
    {
      what: "fewer than the desired tasks at most",
      more: { deployment: { minimumHealthyPercent: 0, maximumPercent: 99 } },
      problem: "deployment.maximumPercent is 99; it must be a whole number, 100 or more.",
    },
    {
      what: "bounds between which no task can be exchanged",
      more: { deployment: { minimumHealthyPercent: 100, maximumPercent: 100 } },
      problem:
        "deployment keeps 100 % of the tasks and allows no more than 100 %, so that no task could be exchanged; " +
        "lower the first or raise the second.",
    },
  ];
  for (const { what, more, name = "cats", problem } of cases) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(scalingWebServiceProblems(name, { ...requiredService(), ...more }), [problem]);
    });
  }
});

describe("availabilityZoneRebalancing", () => {
  const zone = "attribute:ecs.availability-zone";

  it("is on where nothing stands against it", () => {
    assert.equal(availabilityZoneRebalancing({}), "ENABLED");
    assert.equal(
      availabilityZoneRebalancing({
        deployment: { minimumHealthyPercent: 50, maximumPercent: 101 },
        placement: { constraints: ["attribute:ecs.instance-type == c4.large"] },
      }),
      "ENABLED",
    );
  });

  it("is on where tasks are first spread over zones", () => {
    assert.equal(
      availabilityZoneRebalancing({
        placement: {
          strategies: [
            { type: "spread", field: zone },
            { type: "binpack", field: "memory" },
          ],
        },
      }),
      "ENABLED",
    );
  });

  it("is off where no task more than desired may run", () => {
    assert.equal(
      availabilityZoneRebalancing({ deployment: { minimumHealthyPercent: 50, maximumPercent: 100 } }),
      "DISABLED",
    );
  });

  it("is off where something else comes before zones", () => {
    const strategies = [
      { type: "binpack" as const, field: "memory" },
      { type: "spread" as const, field: zone },
    ];
    assert.equal(availabilityZoneRebalancing({ placement: { strategies } }), "DISABLED");
  });

  it("is off where a constraint chooses the zone", () => {
    assert.equal(availabilityZoneRebalancing({ placement: { constraints: [`${zone} == us-west-2a`] } }), "DISABLED");
  });
});
