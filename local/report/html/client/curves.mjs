/** How many colours style.css has for curves. */
const HUES = 7;
/** Lengths of a line's dashes and gaps in CSS pixels, by texture. */
export const DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3]];
/** Of counted things a curve goes in steps: there is no half task. */
const COUNTED = ["tasks", "instances"];

export function isCounted(unit) {
  return COUNTED.includes(unit);
}

/**
 * How the curves of a chart look. What begins alike up to " in " or a comma shares a colour and differs in texture: `cats,
 * desired` and `cats, running`; `m4.large in us-west-2a` and `m4.large in us-west-2b`. What is desired is dashed, and what is
 * lost has a colour that nothing else has.
 */
export function curveStyles(labels) {
  const groups = new Map();
  return labels.map((label) => {
    if (label === "lost") return { colour: "bad", texture: 0, rank: 0 };
    const [stem] = label.split(/, | in /);
    const group = groups.get(stem) ?? { rank: groups.size, textures: 0 };
    groups.set(stem, group);
    const colour = `curve-${(group.rank % HUES) + 1}`;
    if (label.endsWith(", desired")) return { colour, texture: 1, rank: group.rank };
    group.textures += 1;
    return { colour, texture: group.textures - 1, rank: group.rank };
  });
}

/** The order in which curves lie on top of one another: those of one colour together. */
export function stackOrder(styles) {
  return styles.map((_, i) => i).sort((a, b) => styles[a].rank - styles[b].rank || a - b);
}

/** Sums up to each curve, lowest first. A curve that is not shown adds nothing; where no curve has a value there is none. */
export function stacked(curves, isShown) {
  const sums = new Array(curves[0]?.length ?? 0).fill(null);
  return curves.map((values, curve) => {
    if (isShown[curve]) {
      values.forEach((value, i) => {
        if (value !== null) sums[i] = (sums[i] ?? 0) + value;
      });
    }
    return [...sums];
  });
}

/** A value in its unit's own form: `$0.12`, `33.4 %`, `1,500`. */
export function formatValue(value, unit, digits = 1) {
  if (value === null || value === undefined) return "–";
  if (unit === "dollars") {
    return `$${value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  }
  return `${value.toLocaleString("en-US", { maximumFractionDigits: digits })}${unit === "%" ? " %" : ""}`;
}

/** Seconds as hours and minutes: `1:05`. */
export function formatTime(seconds) {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
