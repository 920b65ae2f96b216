import { instanceType, isOffered } from "../data/instanceTypes";
import { AwsError, type CallDefinition } from "../model";

/**
 * `aws.ec2.getInstanceType`: what an instance type has. The account knows size and processor; of everything else that EC2 tells
 * (network, disks, accelerators) it says nothing, and a program that reads that gets no value.
 */
export const getInstanceType: CallDefinition = {
  token: "aws:ec2/getInstanceType:getInstanceType",
  args: { instanceType: "string", region: "string" },
  required: ["instanceType"],
  call: (args, { region }) => {
    const name = String(args.instanceType);
    const type = instanceType(name);
    if (!type || !isOffered(name, region)) {
      throw new AwsError("InvalidInstanceType", `The following supplied instance types do not exist: [${name}]`);
    }
    const { vcpus, memoryMib, architecture, threadsPerCore, credits } = type;
    return {
      ...args,
      id: name,
      region,
      burstablePerformanceSupported: credits !== undefined,
      defaultCores: vcpus / threadsPerCore,
      defaultThreadsPerCore: threadsPerCore,
      defaultVcpus: vcpus,
      memorySize: memoryMib,
      supportedArchitectures: [architecture],
    };
  },
};
