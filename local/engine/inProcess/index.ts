/*
 * Pulumi's engine in this process: programs run on the SDK's own mock runtime, and what they register is made in an
 * account on this machine. What `pulumi up`, `pulumi destroy` and `pulumi stack export` do, without the CLI.
 */
export { type DestroyOptions, destroy } from "./destroy";
export { DeploymentError, type FailedOperation, type Problem } from "./errors";
export type { EngineEvent, Operation, Violation, Warning } from "./events";
export { type ExportedDeployment, type ExportedResource, exportDeployment } from "./exportDeployment";
export type { EngineAccount } from "./providers";
export type { ResourceState, StackState } from "./stackState";
export { type StackOutputs, type UpOptions, type UpResult, up } from "./up";
