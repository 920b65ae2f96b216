import assert from "node:assert/strict";
import fc from "fast-check";
import { boundsOf, planOf } from "../../../local/services/ecs/deployment";
import type { Task } from "../../../local/services/ecs/task";

const some = (count: number, healthy: boolean) => Array.from({ length: count }, () => ({ healthy }) as Task);

/** A rolling update by hand: what is started gets healthy when the plan has nothing else to do. */
class Rollout {
  staying: Task[] = [];
  readonly steps: string[] = [];

  constructor(
    private readonly desired: number,
    private readonly percents: readonly [min: number, max: number],
    public leaving: Task[] = some(desired, true),
  ) {}

  /** Does what the plan says, and tells whether there was anything. */
  step(): boolean {
    const { staying, leaving } = this;
    const { start, stop, shrink } = planOf(
      { staying, failing: [], leaving },
      this.desired,
      boundsOf(this.desired, ...this.percents),
    );
    if (start + stop.length + shrink === 0) return false;
    this.steps.push(`start ${start}, stop ${stop.length}`);
    this.leaving = leaving.filter((task) => !stop.includes(task));
    this.staying = [...staying.slice(0, staying.length - shrink), ...some(start, false)];
    return true;
  }

  /** So many of the new tasks are found healthy. */
  recover(count = this.staying.length): void {
    for (const task of this.staying.filter(({ healthy }) => !healthy).slice(0, count)) task.healthy = true;
    this.steps.push("healthy");
  }

  run(): string[] {
    for (let i = 0; i < 100; i++) {
      if (this.step()) continue;
      if (this.staying.every(({ healthy }) => healthy)) break;
      this.recover();
    }
    return this.steps;
  }
}

describe("a rolling update, step by step", () => {
  // The examples of docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html and of the service events' page.
  it("four tasks, 50 to 100 %: two stop before two start, twice", () =>
    assert.deepEqual(new Rollout(4, [50, 100]).run(), [
      "start 0, stop 2",
      "start 2, stop 0",
      "healthy",
      "start 0, stop 2",
      "start 2, stop 0",
      "healthy",
    ]));

  it("four tasks, 100 to 200 %: four start before four stop", () =>
    assert.deepEqual(new Rollout(4, [100, 200]).run(), ["start 4, stop 0", "healthy", "start 0, stop 4"]));

  it("four tasks, 50 to 200 %: two stop and four start at once", () =>
    assert.deepEqual(new Rollout(4, [50, 200]).run(), ["start 4, stop 2", "healthy", "start 0, stop 2"]));

  it("two tasks, 75 to 100 %: none may stop, for 1.5 is rounded up", () => {
    assert.deepEqual(boundsOf(2, 75, 100), { min: 2, max: 2 });
    assert.deepEqual(new Rollout(2, [75, 100]).run(), []);
  });

  it("three tasks, 100 to 125 %: none may start, for 3.75 is rounded down", () => {
    assert.deepEqual(boundsOf(3, 100, 125), { min: 3, max: 3 });
    assert.deepEqual(new Rollout(3, [100, 125]).run(), []);
  });

  it("one task, 0 to 100 %: it stops first, and nothing answers meanwhile", () =>
    assert.deepEqual(new Rollout(1, [0, 100]).run(), ["start 0, stop 1", "start 1, stop 0", "healthy"]));

  it("replaces each old task as soon as one new task is healthy", () => {
    const rollout = new Rollout(3, [100, 150]);
    assert.ok(rollout.step());
    for (let i = 0; i < 3; i++) {
      while (rollout.step());
      rollout.recover(1);
    }
    while (rollout.step());
    assert.deepEqual(rollout.steps, [
      "start 1, stop 0",
      "healthy",
      "start 0, stop 1",
      "start 1, stop 0",
      "healthy",
      "start 0, stop 1",
      "start 1, stop 0",
      "healthy",
      "start 0, stop 1",
    ]);
    assert.deepEqual([rollout.staying.length, rollout.leaving.length], [3, 0]);
  });

  it("stays within its bounds and ends, whatever they are and whichever task is healthy first", () => {
    const percents = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 100, max: 300 }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        percents,
        fc.infiniteStream(fc.integer({ min: 0, max: 5 })),
        (desired, [min, max], recovered) => {
          const bounds = boundsOf(desired, min, max);
          const canMove = bounds.min < desired || bounds.max > desired;
          const rollout = new Rollout(desired, [min, max]);
          for (let i = 0; i < 1000; i++) {
            if (!rollout.step()) rollout.recover(recovered.next().value);
            const current = [...rollout.staying, ...rollout.leaving];
            assert.ok(current.length <= bounds.max, `${current.length} tasks`);
            assert.ok(current.filter(({ healthy }) => healthy).length >= bounds.min, "too few are healthy");
            if (rollout.staying.length === desired && rollout.staying.every(({ healthy }) => healthy)) break;
          }
          while (rollout.step());
          const expected = canMove ? [desired, 0] : [0, desired];
          assert.deepEqual([rollout.staying.length, rollout.leaving.length], expected);
        },
      ),
    );
  });
});
