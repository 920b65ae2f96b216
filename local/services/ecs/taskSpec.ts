import type { AccountRecord, Props } from "../../account/model";
import { number, objects, parseJson, text } from "../../account/types/read";
import { isObject } from "../../account/values";
import type { Resources } from "./resources";

/** A container of a task, as far as it matters here. */
export interface ContainerSpec {
  name: string;
  image: string;
  essential: boolean;
  environment: Readonly<Record<string, string>>;
  /** A host port of 0 is one that the host chooses. */
  ports: readonly { container: number; host: number }[];
}

/** What a revision of a task definition asks for. */
export interface TaskSpec {
  arn: string;
  family: string;
  containers: readonly ContainerSpec[];
  needs: Resources;
  /** Host ports that must be free. */
  fixedPorts: readonly number[];
  /** Expressions that a container instance must meet. */
  constraints: readonly string[];
}

const specs = new WeakMap<AccountRecord, TaskSpec>();

/** What a deployed task definition asks for; a revision never changes. */
export function taskSpecOf(record: AccountRecord): TaskSpec {
  const known = specs.get(record);
  if (known) return known;
  const { inputs, outputs } = record;
  const definitions = definitionsOf(text(inputs, "containerDefinitions") ?? "[]");
  const containers = definitions.map(containerOf);
  const spec: TaskSpec = {
    arn: text(outputs, "arn") ?? record.id,
    family: text(inputs, "family") ?? "",
    containers,
    needs: needsOf(inputs, definitions),
    fixedPorts: containers.flatMap(({ ports }) => ports.flatMap(({ host }) => (host === 0 ? [] : [host]))),
    constraints: objects(inputs, "placementConstraints").flatMap((one) => text(one, "expression") ?? []),
  };
  specs.set(record, spec);
  return spec;
}

/**
 * What is set aside for a task: the task's own limits, else the sum of its containers', where a container's reservation
 * counts before its limit: docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
function needsOf(inputs: Props, definitions: readonly Props[]): Resources {
  const sum = (of: (definition: Props) => number) => definitions.reduce((total, one) => total + of(one), 0);
  const [cpu, memory] = [text(inputs, "cpu"), text(inputs, "memory")];
  return {
    cpu: cpu === undefined ? sum((one) => number(one, "cpu") ?? 0) : Number(cpu),
    memory:
      memory === undefined
        ? sum((one) => number(one, "memoryReservation") ?? number(one, "memory") ?? 0)
        : Number(memory),
  };
}

function definitionsOf(json: string): Props[] {
  const value = parseJson(json);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function containerOf(definition: Props): ContainerSpec {
  const environment = objects(definition, "environment").map((one) => [text(one, "name"), text(one, "value")]);
  return {
    name: text(definition, "name") ?? "",
    image: text(definition, "image") ?? "",
    essential: definition.essential !== false,
    environment: Object.fromEntries(environment) as Record<string, string>,
    ports: objects(definition, "portMappings").map((one) => ({
      container: number(one, "containerPort") ?? 0,
      host: number(one, "hostPort") ?? 0,
    })),
  };
}
