import { instanceType } from "../../account/data/instanceTypes";

/** What a container instance has, or a task needs. */
export interface Resources {
  /** CPU units, 1,024 to a vCPU. */
  cpu: number;
  /** MiB. */
  memory: number;
}

/**
 * The share of an instance's memory that its agent registers: what the kernel says is there, after its own part. In AWS's
 * own examples a t2.medium (4,096 MiB) registers 3,955 MiB, 96.6 %; other types differ by less than a percent.
 */
const REGISTERED = 0.966;

/** What the ECS agent registers for an instance of a type. */
export function registeredResources(type: string): Resources {
  const { vcpus, memoryMib } = instanceType(type) ?? { vcpus: 0, memoryMib: 0 };
  return { cpu: vcpus * 1024, memory: Math.floor(memoryMib * REGISTERED) };
}
