import type { CheckFailure, Props } from "../../model";
import { show } from "../../values";
import { given, objects, text } from "../read";

/** What is wrong with the order in which containers wait for each other; paths begin at the list of containers. */
export function orderFailures(containers: readonly Props[]): CheckFailure[] {
  const byName = new Map(containers.map((container) => [text(container, "name"), container]));
  const wrong = containers.flatMap((container, i) =>
    objects(container, "dependsOn").flatMap((dependency, j) => {
      const reason = brokenDependency(container, dependency, byName);
      return reason === undefined ? [] : [{ property: `[${i}].dependsOn[${j}]`, reason }];
    }),
  );
  return wrong.length > 0 ? wrong : circles(containers, byName);
}

type ByName = Map<string | undefined, Props>;

function brokenDependency(container: Props, dependency: Props, byName: ByName): string | undefined {
  const name = text(dependency, "containerName");
  const target = byName.get(name);
  if (!target || target === container) return `${show(name)} is no other container of this task`;
  const condition = text(dependency, "condition") ?? "";
  if (["SUCCESS", "COMPLETE"].includes(condition) && target.essential !== false) {
    return (
      "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container; " +
      `set "essential": false on ${show(name)}`
    );
  }
  if (condition === "HEALTHY" && !given(target, "healthCheck")) {
    return `waits for ${show(name)} to be HEALTHY, but that container has no healthCheck`;
  }
  return undefined;
}

function circles(containers: readonly Props[], byName: ByName): CheckFailure[] {
  const waitsFor = (container: Props): Props[] =>
    objects(container, "dependsOn").flatMap((dependency) => {
      const target = byName.get(text(dependency, "containerName"));
      return target ? [target] : [];
    });
  const reaches = (from: Props, to: Props, seen = new Set<Props>()): boolean =>
    waitsFor(from).some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, to, seen);
    });
  const first = containers.findIndex((container) => reaches(container, container));
  const name = containers[first] && text(containers[first], "name");
  return first < 0
    ? []
    : [{ property: `[${first}].dependsOn`, reason: `${show(name)} waits, in a circle, for itself` }];
}
