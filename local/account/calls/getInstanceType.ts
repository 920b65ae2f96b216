import { type InstanceTypeLimits, instanceTypeLimits } from "../data/instanceTypeLimits";
import { type InstanceType, instanceType, isOffered } from "../data/instanceTypes";
import { type InstanceTypeTraits, instanceTypeTraits } from "../data/instanceTypeTraits";
import { AwsError, type CallDefinition, type Props } from "../model";

/**
 * `aws.ec2.getInstanceType`: what an instance type has, as the provider reports it.
 *
 * @throws AwsError `InvalidInstanceType` for a type that EC2 does not have, or not in the Region
 */
export const getInstanceType: CallDefinition = {
  token: "aws:ec2/getInstanceType:getInstanceType",
  args: { instanceType: "string", region: "string" },
  required: ["instanceType"],
  call: (args, { region }) => {
    const name = String(args.instanceType);
    const type = instanceType(name);
    const traits = instanceTypeTraits(name);
    const limits = instanceTypeLimits(name);
    if (!type || !traits || !limits || !isOffered(name, region)) {
      throw new AwsError("InvalidInstanceType", `The following supplied instance types do not exist: [${name}]`);
    }
    return {
      ...args,
      id: name,
      region,
      memorySize: type.memoryMib,
      ...processor(type, traits),
      ...platform(type, traits),
      ...network(traits, limits),
      ...volumes(type, traits, limits),
      ...NO_ACCELERATORS,
    };
  },
};

/** No type that the account knows has any. */
const NO_ACCELERATORS: Props = {
  fpgas: [],
  gpuses: [],
  inferenceAccelerators: [],
  mediaAccelerators: [],
  neuronDevices: [],
  totalFpgaMemory: 0,
  totalGpuMemory: 0,
  totalInferenceMemory: 0,
  totalMediaMemory: 0,
  totalNeuronDeviceMemory: 0,
};

const sizeOf = (name: string): string => name.split(".")[1] ?? "";

function processor(
  { name, vcpus, threadsPerCore, architecture, credits }: InstanceType,
  traits: InstanceTypeTraits,
): Props {
  const { clockGhz, i386, cpuFeatures = [], evenCores } = traits;
  const cores = vcpus / threadsPerCore;
  const counts = Array.from({ length: cores }, (_, i) => i + 1);
  // A t2, and a type of one vCPU, has no CPU options.
  const isFixed = vcpus === 1 || name.startsWith("t2.");
  return {
    burstablePerformanceSupported: credits !== undefined,
    currentGeneration: traits.current,
    defaultCores: cores,
    defaultThreadsPerCore: threadsPerCore,
    defaultVcpus: vcpus,
    supportedArchitectures: [...(i386?.includes(sizeOf(name)) ? ["i386"] : []), architecture],
    supportedCpuFeatures: [...cpuFeatures],
    sustainedClockSpeed: typeof clockGhz === "number" ? clockGhz : (clockGhz[sizeOf(name)] ?? clockGhz.default),
    validCores: isFixed ? [] : counts.filter((count) => !evenCores || cores === 1 || count % 2 === 0),
    validThreadsPerCores: isFixed ? [] : threadsPerCore === 1 ? [1] : [1, 2],
  };
}

function platform({ name, vcpus, architecture }: InstanceType, traits: InstanceTypeTraits): Props {
  const { hypervisor, enclaves } = traits;
  const isNitro = hypervisor === "nitro";
  const hasEnclaves = enclaves === "all" || (enclaves === "from 4 vCPUs" && vcpus >= 4);
  return {
    autoRecoverySupported: traits.autoRecovery ?? true,
    bareMetal: false,
    bootModes: architecture === "arm64" ? ["uefi"] : ["legacy-bios", ...(isNitro ? ["uefi"] : [])],
    dedicatedHostsSupported: traits.dedicatedHosts ?? true,
    freeTierEligible: traits.freeTier?.includes(sizeOf(name)) ?? false,
    hibernationSupported: traits.hibernation ?? true,
    hypervisor,
    nitroEnclavesSupport: supported(hasEnclaves),
    nitroTpmSupport: supported(isNitro),
    nitroTpmSupportedVersions: isNitro ? ["2.0"] : [],
    phcSupport: supported(traits.phc ?? false),
    supportedPlacementStrategies: [...(traits.clusterPlacement === false ? [] : ["cluster"]), "partition", "spread"],
    supportedRootDeviceTypes: ["ebs", ...(traits.instanceStoreRoot ? ["instance-store"] : [])],
    supportedUsagesClasses: ["on-demand", "spot"],
    supportedVirtualizationTypes: ["hvm", ...(traits.paravirtual ? ["paravirtual"] : [])],
  };
}

function network(
  { ipv6 = true, ena, encryptionInTransit = false }: InstanceTypeTraits,
  limits: InstanceTypeLimits,
): Props {
  const [interfaces, addresses, performance, baselineGbps, peakGbps] = limits.network;
  const card = {
    baselineBandwidth: baselineGbps,
    index: 0,
    maximumInterfaces: interfaces,
    peakBandwidth: peakGbps,
    performance,
  };
  return {
    bandwidthWeightings: [],
    defaultNetworkCardIndex: 0,
    efaMaximumInterfaces: 0,
    efaSupported: false,
    enaSrdSupported: false,
    enaSupport: ena,
    encryptionInTransitSupported: encryptionInTransit,
    ipv6Supported: ipv6,
    maximumIpv4AddressesPerInterface: addresses,
    maximumIpv6AddressesPerInterface: ipv6 ? addresses : 0,
    maximumNetworkCards: 1,
    maximumNetworkInterfaces: interfaces,
    networkCards: [card],
    networkPerformance: performance,
  };
}

/** EC2 gives throughput in megabytes a second, which is an eighth of the bandwidth in megabits. */
function volumes(
  { name }: InstanceType,
  { ebsOptimized, nvme }: InstanceTypeTraits,
  limits: InstanceTypeLimits,
): Props {
  const [baselineMbps, baselineIops, maximumMbps, maximumIops] = limits.ebs ?? [0, 0, 0, 0];
  const [count, sizeGb] = limits.disks ?? [0, 0];
  return {
    ebsEncryptionSupport: "supported",
    ebsNvmeSupport: nvme,
    ebsOptimizedSupport: ebsOptimized ? supported(ebsOptimized.includes(sizeOf(name))) : "default",
    ebsPerformanceBaselineBandwidth: baselineMbps,
    ebsPerformanceBaselineIops: baselineIops,
    ebsPerformanceBaselineThroughput: baselineMbps / 8,
    ebsPerformanceMaximumBandwidth: maximumMbps,
    ebsPerformanceMaximumIops: maximumIops,
    ebsPerformanceMaximumThroughput: maximumMbps / 8,
    instanceDisks: limits.disks ? [{ count, size: sizeGb, type: "ssd" }] : [],
    instanceStorageSupported: limits.disks !== undefined,
    totalInstanceStorage: count * sizeGb,
  };
}

function supported(isSupported: boolean): string {
  return isSupported ? "supported" : "unsupported";
}
