/** What an instance of a type has; the fields of EC2's DescribeInstanceTypes. */
export interface InstanceSize {
  /** MiB. */
  memorySize: number;
  defaultVcpus: number;
}

/** What a task asks of its instance. */
export interface TaskSize {
  /** CPU units, of which a vCPU has 1024. */
  cpu: number;
  /** MiB that are set aside for it. */
  memory: number;
}

/**
 * The share of an instance's memory that its agent registers; the kernel keeps the rest. AWS publishes no table of it; in the
 * example of `aws ecs describe-container-instances help` a t2.medium has 3,955 of 4,096 MiB.
 */
const REGISTERED = 0.966;

/** CPU units of a vCPU. */
const UNITS = 1024;

/** MiB that an ECS agent has to give on an instance, near enough to tell whether a task fits. */
export function registeredMemory({ memorySize }: Pick<InstanceSize, "memorySize">): number {
  return Math.floor(memorySize * REGISTERED);
}

/** How many tasks of one kind an otherwise empty instance holds. */
export function tasksThatFit(instance: InstanceSize, { cpu, memory }: TaskSize): number {
  const byMemory = Math.floor(registeredMemory(instance) / memory);
  return cpu === 0 ? byMemory : Math.min(byMemory, Math.floor((instance.defaultVcpus * UNITS) / cpu));
}
