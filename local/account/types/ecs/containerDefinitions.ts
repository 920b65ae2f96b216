import type { CheckFailure, Props } from "../../model";
import { shapeFailures } from "../../validate";
import { canonical, isObject, isPresent, show } from "../../values";
import { number, objects, parseJson, repeated, text } from "../read";
import { networkFailures } from "./containerNetwork";
import { orderFailures } from "./containerOrder";
import { containerFailures } from "./containerRules";
import { containerShape } from "./containerShape";

/** ECS's limit: docs.aws.amazon.com/general/latest/gr/ecs-service.html, "Containers in a task definition". */
const MOST_CONTAINERS = 10;

/** The containers of a task definition's JSON, or undefined where it is none. */
export function readContainers(json: string): Props[] | undefined {
  const value = parseJson(json);
  return Array.isArray(value) && value.every(isObject) ? value : undefined;
}

/**
 * Everything that is wrong with the JSON of a task definition's containers, each with the path of the field.
 *
 * @param mode The network mode of the task, or undefined where it is not known yet.
 */
export function containerDefinitionFailures(json: string, mode: string | undefined): CheckFailure[] {
  const containers = readContainers(json);
  if (!containers)
    return [{ property: "", reason: `expected a JSON list of container definitions, got ${show(json)}` }];
  const shaped = containers.flatMap((container, i) => shapeFailures(containerShape, container, `[${i}]`));
  if (shaped.length > 0) return shaped;
  return [
    ...containers.flatMap((container, i) =>
      containerFailures(container).map(({ property, reason }) => ({ property: `[${i}].${property}`, reason })),
    ),
    ...listFailures(containers),
    ...orderFailures(containers),
    ...volumesFromFailures(containers),
    ...(mode === undefined ? [] : networkFailures(containers, mode)),
  ];
}

function listFailures(containers: readonly Props[]): CheckFailure[] {
  if (containers.length === 0) return [{ property: "", reason: "Container list cannot be empty." }];
  const failures = repeated(containers.map((container) => String(container.name))).map((name) => ({
    property: "",
    reason: `the container name ${show(name)} is given more than once; names are unique in a task definition`,
  }));
  if (containers.length > MOST_CONTAINERS) {
    failures.push({
      property: "",
      reason: `expected at most ${MOST_CONTAINERS} containers in a task definition, got ${containers.length}`,
    });
  }
  if (containers.every(({ essential }) => essential === false)) {
    failures.push({ property: "", reason: "at least one container must be essential, but all have essential=false" });
  }
  return failures;
}

function volumesFromFailures(containers: readonly Props[]): CheckFailure[] {
  const names = containers.map(({ name }) => name);
  return containers.flatMap((container, i) =>
    objects(container, "volumesFrom").flatMap((from, j) => {
      const source = text(from, "sourceContainer");
      if (source !== undefined && source !== container.name && names.includes(source)) return [];
      return [{ property: `[${i}].volumesFrom[${j}]`, reason: `${show(source)} is no other container of this task` }];
    }),
  );
}

/** The JSON as ECS describes it and the provider stores it: defaults filled in, environment sorted, keys sorted. */
export function normalContainers(json: string, mode: string | undefined): string {
  return canonical((readContainers(json) ?? []).map((container) => normalContainer(container, mode)));
}

/** Whether two texts describe the same containers, as far as ECS is concerned. */
export function sameContainers(one: string, other: string): boolean {
  const known = readContainers(one) && readContainers(other);
  return known !== undefined && normalContainers(one, undefined) === normalContainers(other, undefined);
}

function normalContainer(container: Props, mode: string | undefined): Props {
  const filled: Props = {
    cpu: 0,
    environment: [],
    essential: true,
    mountPoints: [],
    portMappings: [],
    systemControls: [],
    volumesFrom: [],
    ...Object.fromEntries(Object.entries(container).filter(([, value]) => isPresent(value))),
  };
  for (const name of ["environment", "secrets"]) {
    if (name in filled) filled[name] = objects(filled, name).sort((a, b) => compare(String(a.name), String(b.name)));
  }
  filled.portMappings = objects(filled, "portMappings").map((mapping) => normalPorts(mapping, mode));
  return filled;
}

/** On a bridge the host's port 0 asks for any free one; without a bridge it is the container's own. */
function normalPorts(mapping: Props, mode: string | undefined): Props {
  const inside = number(mapping, "containerPort");
  const host = number(mapping, "hostPort") ?? 0;
  const mirrored = mode === "awsvpc" || mode === "host";
  const normal: Props = { protocol: "tcp", ...mapping };
  if (inside !== undefined) normal.hostPort = host === 0 && mirrored ? inside : host;
  return normal;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
