import colors from "picocolors";
import yoctoSpinner, { type Spinner } from "yocto-spinner";

/** Where progress goes: a terminal is animated, anything else gets plain lines. */
export interface Screen {
  write(text: string): void;
  /** For what went wrong. */
  error(text: string): void;
  isTerminal: boolean;
}

/** Tells a person what happens while it happens: one stage at a time. */
export class Progress {
  private spinner: Spinner | undefined;
  private title = "";

  constructor(private readonly screen: Screen) {}

  /** Begins a stage. */
  begin(title: string): void {
    this.title = title;
    if (this.screen.isTerminal) this.spinner = yoctoSpinner({ text: `${title} …` }).start();
    else this.screen.write(`${title} …\n`);
  }

  /** Whether a stage that is under way moves on the screen. */
  get isAnimated(): boolean {
    return this.spinner !== undefined;
  }

  /** Says how far the stage is; only a terminal shows it. */
  update(detail: string): void {
    if (this.spinner) this.spinner.text = `${this.title} … ${colors.dim(detail)}`;
  }

  /** Ends the stage well. */
  done(result: string): void {
    this.end(colors.green("✔"), result);
  }

  /** Ends the stage badly. */
  failed(result: string): void {
    this.end(colors.red("✘"), result);
  }

  private end(sign: string, result: string): void {
    this.spinner?.stop();
    this.spinner = undefined;
    this.screen.write(`${sign} ${result}\n`);
  }
}
