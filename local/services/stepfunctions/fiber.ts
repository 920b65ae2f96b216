import type { Simulation } from "../kernel/simulation";

/** What a fiber is ended with that somebody else ends. */
export class Interrupted extends Error {
  constructor() {
    super("Interrupted.");
  }
}

/**
 * Asynchronous work in virtual time that can be ended from outside, also while it waits. No virtual time passes while it
 * works; it passes in {@link wait}. {@link Simulation.sleep} cannot be called off, and does not let one piece of work wait for
 * several others.
 */
export class Fiber {
  /** Told at once when it is interrupted. */
  interrupted: (() => void) | undefined;
  private release: () => void = () => {};
  private isInterrupted = false;
  private giveUp: (() => void) | undefined;

  private constructor(private readonly simulation: Simulation) {}

  /** Starts work. What it throws, other than {@link Interrupted}, is a fault of the program and ends the simulation. */
  static start(simulation: Simulation, work: (fiber: Fiber) => Promise<void>): Fiber {
    const fiber = new Fiber(simulation);
    fiber.hold();
    work(fiber)
      .catch((error: unknown) => {
        if (!(error instanceof Interrupted)) simulation.perform(() => Promise.reject(error));
      })
      .finally(() => fiber.release());
    return fiber;
  }

  /** Ends it: what it waits for does not come any more. Without effect on what has ended. */
  interrupt(): void {
    if (this.isInterrupted) return;
    this.isInterrupted = true;
    this.giveUp?.();
    this.interrupted?.();
  }

  /** Throws where it has been interrupted: to be asked after everything that it awaits otherwise than by {@link wait}. */
  check(): void {
    if (this.isInterrupted) throw new Interrupted();
  }

  /**
   * Waits for something, while virtual time passes.
   *
   * @param start Begins it; is to call one of both once, and returns how to call it off.
   */
  wait<T>(start: (resolve: (value: T) => void, reject: (error: unknown) => void) => () => void): Promise<T> {
    this.check();
    return new Promise<T>((resolve, reject) => {
      let callOff: (() => void) | undefined;
      let isOver = false;
      const settle = (act: () => void): void => {
        if (isOver) return;
        isOver = true;
        this.giveUp = undefined;
        this.hold();
        callOff?.();
        act();
      };
      this.giveUp = () => settle(() => reject(new Interrupted()));
      const { release } = this;
      callOff = start(
        (value) => settle(() => resolve(value)),
        (error) => settle(() => reject(error)),
      );
      // What has been settled at once is still to be called off.
      if (isOver) callOff();
      release();
    });
  }

  sleep(seconds: number): Promise<void> {
    return this.wait((resolve) => {
      const timer = this.simulation.after(seconds, resolve);
      return () => timer.cancel();
    });
  }

  /**
   * Does several things at a time and waits for all; what one of them throws interrupts the others and is thrown here.
   *
   * @param most How many at a time; the next begins when one has ended.
   * @returns What they give, in the order of the works.
   */
  all<T>(works: readonly ((fiber: Fiber) => Promise<T>)[], most: number): Promise<T[]> {
    return this.wait((resolve, reject) => {
      const results: T[] = [];
      const fibers = new Set<Fiber>();
      let begun = 0;
      let ended = 0;
      const next = (): void => {
        const index = begun;
        const work = works[index];
        if (!work) return;
        begun += 1;
        const fiber = Fiber.start(this.simulation, async (one) => {
          try {
            results[index] = await work(one);
          } catch (error) {
            if (error instanceof Interrupted) return;
            fibers.delete(one);
            reject(error);
            return;
          }
          fibers.delete(one);
          ended += 1;
          if (ended === works.length) resolve(results);
          else next();
        });
        fibers.add(fiber);
      };
      for (let i = 0; i < Math.min(most, works.length); i++) next();
      if (works.length === 0) resolve(results);
      return () => {
        for (const fiber of fibers) fiber.interrupt();
      };
    });
  }

  private hold(): void {
    this.simulation.perform(
      () =>
        new Promise<void>((resolve) => {
          this.release = resolve;
        }),
    );
  }
}
