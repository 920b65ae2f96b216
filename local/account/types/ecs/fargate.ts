import type { CheckFailure, Props } from "../../model";
import { show } from "../../values";
import { given, number, text } from "../read";
import { readContainers } from "./containerDefinitions";

const GIB = 1024;

/** Memory that Fargate offers for each size of CPU: docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html */
const MEMORY: Record<number, readonly number[]> = {
  256: [512, GIB, 2 * GIB],
  512: steps(1, 4, 1),
  1024: steps(2, 8, 1),
  2048: steps(4, 16, 1),
  4096: steps(8, 30, 1),
  8192: steps(16, 60, 4),
  16384: steps(32, 120, 8),
  32768: [60 * GIB, 120 * GIB, 244 * GIB],
};

const LOG_DRIVERS = ["awslogs", "splunk", "awsfirelens"];

/** From and to in GiB, the result in MiB. */
function steps(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, i) => (from + i * step) * GIB);
}

/** What Fargate asks of a task definition beyond what EC2 asks. */
export function fargateFailures(inputs: Props, cpu: number | undefined, memory: number | undefined): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const refuse = (property: string, reason: string): void => void failures.push({ property, reason });
  const mode = text(inputs, "networkMode");
  if (!given(inputs, "networkMode") || (mode !== undefined && mode !== "awsvpc")) {
    refuse("networkMode", "Fargate only supports network mode 'awsvpc'.");
  }
  for (const size of ["cpu", "memory"]) {
    if (!given(inputs, size)) refuse(size, `Fargate requires that '${size}' be defined at the task level.`);
  }
  if (given(inputs, "placementConstraints")) refuse("placementConstraints", "not supported on Fargate");
  if (cpu !== undefined && memory !== undefined && !MEMORY[cpu]?.includes(memory)) {
    const allowed = MEMORY[cpu]
      ? `for ${cpu} CPU units: ${MEMORY[cpu]?.join(", ")} MiB`
      : Object.keys(MEMORY).join(", ");
    refuse(
      "cpu",
      `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. ` +
        `Fargate offers ${MEMORY[cpu] ? allowed : `these CPU sizes: ${allowed}`}.`,
    );
  }
  (readContainers(text(inputs, "containerDefinitions") ?? "") ?? []).forEach((container, i) => {
    containerFailures(container, !given(inputs, "executionRoleArn"), `containerDefinitions[${i}]`, refuse);
  });
  return failures;
}

function containerFailures(
  container: Props,
  withoutRole: boolean,
  path: string,
  refuse: (property: string, reason: string) => void,
): void {
  const driver = text(container, "logConfiguration.logDriver");
  if (driver !== undefined && !LOG_DRIVERS.includes(driver)) {
    refuse(`${path}.logConfiguration`, `expected one of ${LOG_DRIVERS.join(", ")} on Fargate, got ${show(driver)}`);
  }
  if (driver === "awslogs" && withoutRole) {
    refuse(
      "executionRoleArn",
      "Fargate requires task definition to have execution role ARN to support log driver awslogs.",
    );
  }
  if (driver === "awslogs" && !given(container, "logConfiguration.options.awslogs-stream-prefix")) {
    refuse(`${path}.logConfiguration`, "Fargate requires the option awslogs-stream-prefix of the awslogs driver");
  }
  if (container.privileged === true) refuse(`${path}.privileged`, "not supported on Fargate");
  for (const name of ["startTimeout", "stopTimeout"]) {
    const seconds = number(container, name);
    if (seconds !== undefined && seconds > 120) {
      refuse(`${path}.${name}`, `expected at most 120 seconds on Fargate, got ${seconds}`);
    }
  }
}

/** CPU units of a task: `1024`, `1 vCPU`, `.5 vCPU`; undefined where the text is neither. */
export function cpuUnits(value: string): number | undefined {
  const [, count, unit] = /^(\d+|\d*\.\d+)\s*(vcpu)?$/i.exec(value) ?? [];
  if (count === undefined) return undefined;
  const units = Number(count) * (unit ? 1024 : 1);
  return Number.isInteger(units) ? units : undefined;
}

/** MiB of a task: `3072`, `3 GB`, `0.5GB`; undefined where the text is neither. */
export function mebibytes(value: string): number | undefined {
  const [, count, unit] = /^(\d+|\d*\.\d+)\s*(gb)?$/i.exec(value) ?? [];
  if (count === undefined) return undefined;
  const size = Number(count) * (unit ? GIB : 1);
  return Number.isInteger(size) ? size : undefined;
}
