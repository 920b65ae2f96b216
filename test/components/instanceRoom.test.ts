import assert from "node:assert/strict";
import { registeredMemory, tasksThatFit } from "../../components/instanceRoom";

describe("an instance's room", () => {
  const m4Large = { memorySize: 8192, defaultVcpus: 2 };

  it("is what its agent registers", () => {
    assert.equal(registeredMemory({ memorySize: 4096 }), 3956);
  });

  it("holds as many tasks as its memory allows", () => {
    // 7,913 MiB hold 20 of 384; 2,048 CPU units would hold 40.
    assert.equal(tasksThatFit(m4Large, { cpu: 50, memory: 384 }), 20);
  });

  it("holds as many tasks as its CPU units allow", () => {
    assert.equal(tasksThatFit(m4Large, { cpu: 512, memory: 384 }), 4);
  });

  it("holds tasks that ask for no CPU units by memory alone", () => {
    assert.equal(tasksThatFit(m4Large, { cpu: 0, memory: 128 }), 61);
  });
});
