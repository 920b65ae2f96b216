import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { Warning } from "./events";

type Callback = (error: Error | null, response: object) => void;

const SEVERITIES = new Map<LogSeverity, Warning["severity"]>([
  [LogSeverity.INFO, "info"],
  [LogSeverity.WARNING, "warning"],
  [LogSeverity.ERROR, "error"],
]);

/** Stands in for the SDK's client of Pulumi's engine: takes what the program logs, with the resource it is about. */
export class EngineClient {
  constructor(private readonly warn: (warning: Warning) => void) {}

  log(request: LogRequest, callback: Callback): void {
    const severity = SEVERITIES.get(request.getSeverity());
    // Debug messages are the SDK's own, about every call that it makes.
    if (severity) {
      const warning: Warning = { severity, message: request.getMessage() };
      if (request.getUrn()) warning.urn = request.getUrn();
      this.warn(warning);
    }
    callback(null, {});
  }

  /** The SDK tells old engines the stack's URN; ours knows it. */
  setRootResource(_request: object, callback: Callback): void {
    callback(null, {});
  }

  /** A program may ask for a version of the Pulumi CLI; there is none here. */
  requirePulumiVersion(_request: object, callback: Callback): void {
    callback(null, {});
  }
}
