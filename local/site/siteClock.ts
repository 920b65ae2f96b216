import type { Simulation } from "../services/kernel/simulation";

/** How often virtual time goes on, in milliseconds of the wall's clock. */
const TICK = 100;

/**
 * Lets the virtual time of a simulation follow the clock on the wall, or a test. Work that takes part in the simulation, as a
 * build, lets no virtual time pass; what it takes is not made up for.
 */
export class SiteClock {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  /** @param onFailure Told why virtual time has stopped for good, if it has. */
  constructor(
    private readonly simulation: Simulation,
    private readonly onFailure: (error: Error) => void,
  ) {}

  /** @param speed Virtual seconds a second; with 0 they pass by {@link advance} alone. */
  start(speed: number): void {
    if (speed === 0) return;
    this.timer = setInterval(() => {
      if (this.running) return;
      this.advance((speed * TICK) / 1000).catch((error: Error) => {
        this.stop();
        this.onFailure(error);
      });
    }, TICK);
    // A site is kept up by what listens.
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /**
   * Lets so many seconds of virtual time pass, after those that are on their way.
   *
   * @throws whatever has failed in the simulation
   */
  async advance(seconds: number): Promise<void> {
    const before = this.running;
    const run = (async () => {
      await before;
      await this.simulation.run(this.simulation.now + seconds);
    })();
    this.running = run;
    try {
      await run;
    } finally {
      if (this.running === run) this.running = undefined;
    }
  }
}
