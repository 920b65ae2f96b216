import { instanceType } from "../../account/data/instanceTypes";

/** What a container instance has, or a task needs. */
export interface Resources {
  /** CPU units, 1,024 to a vCPU. */
  cpu: number;
  /** MiB. */
  memory: number;
}

/**
 * The share of an instance's memory that its agent finds: what the kernel says is there, after its own part. AWS publishes
 * no table of it. In its examples a t2.medium (4,096 MiB) has 3,955 MiB, 96.6 %, and an m4.large (8,192 MiB) with the first
 * Amazon Linux 7,985 MiB, 97.5 %: `aws ecs describe-container-instances help` and
 * docs.aws.amazon.com/batch/latest/userguide/memory-management.html
 */
const FOUND = 0.966;

/**
 * What the ECS agent registers for an instance of a type.
 *
 * @param reserved MiB that are kept from tasks.
 */
export function registeredResources(type: string, reserved = 0): Resources {
  const { vcpus, memoryMib } = instanceType(type) ?? { vcpus: 0, memoryMib: 0 };
  return { cpu: vcpus * 1024, memory: Math.floor(memoryMib * FOUND) - reserved };
}
