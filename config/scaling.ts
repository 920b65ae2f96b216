import { type MetricSteps, type ScaleInStep, type ScaleOutStep, stepScalingProblems } from "../components/stepScaling";
import { checked, list, number, object, optional, type Parser, text } from "./parse";

const noTraffic = text((value) => value === "zero" || value === "ignore", "zero or ignore", "zero") as Parser<
  "zero" | "ignore"
>;

const shape: Parser<MetricSteps> = object<MetricSteps>({
  out: object<MetricSteps["out"]>({
    threshold: number(),
    steps: list(object<ScaleOutStep>({ from: number(), to: optional(number()), add: number() })),
  }),
  in: object<MetricSteps["in"]>({
    threshold: number(),
    steps: list(object<ScaleInStep>({ upTo: number(), above: optional(number()), remove: number() })),
    noTraffic: optional(noTraffic),
  }),
  outCooldown: optional(number()),
  inCooldown: optional(number()),
});

/**
 * Step scaling on a percentage, in absolute values. Shape and types are judged here; that the steps fit together, by
 * the same function that turns them into AWS's form.
 */
export const percentageScaling: Parser<MetricSteps> = checked(shape, (scaling, at) => {
  const problems = stepScalingProblems(scaling, { highest: 100 });
  for (const problem of problems) {
    // Each begins with the path that it is about.
    const [path = "", ...rest] = problem.split(" ");
    at.property(path).refuse(valueAt(scaling, path), ALLOWED, `${path} ${rest.join(" ")}`);
  }
  return problems.length === 0 ? scaling : undefined;
});

const ALLOWED = "steps of a percentage from the threshold outwards, without gaps and overlaps, the last one open-ended";

/** What `out.steps[1].from` stands for. */
function valueAt(value: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter((part) => part !== "")
    .reduce<unknown>(
      (inner, part) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, part) : undefined),
      value,
    );
}
