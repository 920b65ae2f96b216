import { type ChildProcess, spawn } from "node:child_process";
import { type Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { type AnalyzeResponse, type AnalyzerInfo, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { PackInput } from "./resources";

/** Requests of a large stack are larger than gRPC's default of 4 MB. */
const UNLIMITED = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

function millisecondsSince(began: bigint): number {
  return Number(process.hrtime.bigint() - began) / 1e6;
}

/** A policy pack in a process of its own, spoken to as Pulumi's engine does. */
export class PackProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: AnalyzerClient & Client,
    /** Milliseconds from the start of the process until it could be called. */
    readonly start: number,
    readonly rules: number,
  ) {}

  /** @param entry the pack's main file */
  static async start(entry: string): Promise<PackProcess> {
    const began = process.hrtime.bigint();
    const child = spawn(process.execPath, [entry], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk;
    });
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
      child.once("error", reject);
      child.once("close", (code) => reject(new Error(`${entry} ended with ${code}: ${said}`)));
    });
    const start = millisecondsSince(began);
    const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), UNLIMITED);
    const info = await call<AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));
    return new PackProcess(child, client as AnalyzerClient & Client, start, info.getPoliciesList().length);
  }

  /** Milliseconds that the pack takes for all resources one by one, and for the stack as a whole. */
  async judge({ requests, stack }: PackInput): Promise<{ resources: number; stack: number }> {
    let began = process.hrtime.bigint();
    for (const request of requests) await call<AnalyzeResponse>((done) => this.client.analyze(request, done));
    const resources = millisecondsSince(began);
    const whole = new AnalyzeStackRequest();
    whole.setResourcesList(stack);
    began = process.hrtime.bigint();
    await call<AnalyzeResponse>((done) => this.client.analyzeStack(whole, done));
    return { resources, stack: millisecondsSince(began) };
  }

  stop(): void {
    this.client.close();
    this.child.kill();
  }
}

function call<T>(send: (done: (error: ServiceError | null, response: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => send((error, response) => (error ? reject(error) : resolve(response))));
}
