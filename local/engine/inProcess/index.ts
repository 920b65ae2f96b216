export { type DestroyOptions, destroy } from "./destroy";
export { DeploymentError, type FailedOperation, type Problem } from "./errors";
export type { EngineEvent, Operation, Violation, Warning } from "./events";
export { type ExportedDeployment, type ExportedResource, exportDeployment } from "./exportDeployment";
export type { EngineAccount } from "./providers";
export type { ResourceState, StackState } from "./stackState";
export { type StackOutputs, type UpOptions, type UpResult, up } from "./up";
