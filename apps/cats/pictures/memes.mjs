// @ts-check
import { COATS, head, paws, sitting, tail } from "./cat.mjs";
import { at, caption, INK, line, outline, picture, rays, room, shadow } from "./frame.mjs";
import {
  containerBack,
  containerFront,
  heart,
  monitor,
  mug,
  server,
  snore,
  stars,
  steam,
  stethoscope,
  wool,
} from "./props.mjs";

function inContainer() {
  return picture(
    "A ginger cat sits in a shipping container",
    rays("#8fd3f0", "#7cc7e8"),
    shadow(320, 408, 210),
    at({ x: 320, y: 262 }, containerBack()),
    at({ x: 320, y: 196 }, head({ coat: COATS.ginger, eyes: "round", mouth: "smirk" })),
    at({ x: 320, y: 258 }, containerFront("#e2574c", "#b93d35"), paws(COATS.ginger)),
    caption("IF IT FITS,", "IT SHIPS"),
  );
}

function replicas() {
  const kitten = (/** @type {number} */ x, /** @type {import("./cat.mjs").Eyes} */ eyes) =>
    at(
      { x, y: 214, scale: 0.78 },
      at({ x: 52, y: 156, scale: 0.8 }, tail(COATS.grey)),
      at({ y: 62 }, sitting(COATS.grey)),
      head({ coat: COATS.grey, eyes }),
    );
  return picture(
    "Three grey cats that look the same sit in a row",
    room("#ffd9a8", "#e9a66b"),
    ...[112, 304, 496].map((x) => shadow(x, 398, 84)),
    kitten(112, "round"),
    kitten(304, "wink"),
    kitten(496, "round"),
    caption("ONE MORE REPLICA", "CANNOT HURT"),
  );
}

function nightShift() {
  return picture(
    "A black cat with bright eyes sits on a roof under the moon",
    `<path fill="#3a4580" d="M0 0h640v480H0z"/><circle cx="490" cy="150" r="70" fill="#fdf3c4"/><circle cx="466" cy="136" r="12" fill="#f0e2a0"/><circle cx="508" cy="176" r="17" fill="#f0e2a0"/>`,
    stars("#fff", [
      [80, 110, 12],
      [180, 180, 8],
      [390, 100, 9],
      [580, 260, 10],
      [60, 270, 9],
      [150, 90, 6],
      [600, 90, 8],
    ]),
    `<path fill="#8a4e58" ${outline()} d="M-20 500V408L320 360 660 408v92z"/><path ${line("#5c323d", 6)} d="M60 414v70M150 400v80M240 390v90M400 390v90M490 400v80M580 414v70"/>`,
    at({ x: 366, y: 374, scale: 0.9 }, tail(COATS.black)),
    at({ x: 300, y: 250, scale: 0.84 }, sitting(COATS.black)),
    at({ x: 300, y: 192, scale: 0.84 }, head({ coat: COATS.black, eyes: "round" })),
    caption("NIGHT SHIFT?", "I PREFER “DAEMON”"),
  );
}

function desiredState() {
  const { fur, dark, light } = COATS.cream;
  return picture(
    "A cream cat sleeps on a cushion",
    room("#8e86c9", "#746bb3", 330),
    shadow(320, 418, 250),
    `<path fill="#e77c8e" ${outline()} d="M90 372C80 336 130 340 160 346H480C512 340 560 336 550 372 562 410 520 414 480 408H160C120 414 78 410 90 372z"/>`,
    `<path fill="${fur}" ${outline()} d="M160 356C140 250 250 196 350 204 470 212 530 290 500 356z"/><path ${line(dark, 10)} d="M330 214l-4 40M382 216l-10 38M430 234l-18 32"/>`,
    `<path ${line(INK, 34)} d="M492 344C470 372 380 366 330 356"/><path ${line(fur, 24)} d="M492 344C470 372 380 366 330 356"/>`,
    at({ x: 226, y: 292, scale: 0.86, turn: -6 }, head({ coat: COATS.cream, eyes: "closed" })),
    `<path fill="${light}" ${outline()} d="M250 372C244 344 312 340 314 368 304 384 262 386 250 372z"/>`,
    snore(400, 160, 26),
    snore(450, 118, 34),
    snore(512, 76, 42),
    caption("SLEEP IS MY", "DESIRED STATE"),
  );
}

function healthCheck() {
  return picture(
    "A tuxedo cat with a stethoscope beside a heart monitor",
    room("#c9efe2", "#93d3bd"),
    `<path ${line(INK, 16)} d="M470 290v104"/><path ${line("#aab8bf", 8)} d="M470 290v104"/><path ${line(INK, 10)} d="M430 398h80"/>`,
    at({ x: 470, y: 232 }, monitor()),
    at({ x: 560, y: 130, scale: 0.7, turn: 12 }, heart("#ef5b6d")),
    at({ x: 390, y: 122, scale: 0.5, turn: -14 }, heart("#f58d9a")),
    shadow(215, 402, 110),
    at({ x: 215, y: 244, scale: 0.92 }, sitting(COATS.tuxedo), at({ y: 4 }, stethoscope())),
    at({ x: 215, y: 186, scale: 0.92 }, head({ coat: COATS.tuxedo, eyes: "happy", mouth: "open" })),
    caption("HEALTH CHECK:", "PURRFECT"),
  );
}

function nineLives() {
  const hearts = Array.from({ length: 9 }, (_, i) => {
    const angle = Math.PI + (i * Math.PI) / 8;
    return at(
      { x: 320 + 250 * Math.cos(angle), y: 306 + 200 * Math.sin(angle), scale: 0.72 },
      heart(i < 8 ? "#ff6f7f" : "#ffd166"),
    );
  });
  return picture(
    "A calico cat under an arch of nine hearts",
    rays("#f9c6d3", "#f4b3c4", 330),
    shadow(320, 420, 110),
    at({ x: 380, y: 400, scale: 0.8 }, tail({ ...COATS.calico, fur: COATS.calico.dark })),
    at({ x: 320, y: 290, scale: 0.76 }, sitting(COATS.calico)),
    at({ x: 320, y: 240, scale: 0.76 }, head({ coat: COATS.calico, eyes: "wide" })),
    ...hearts,
    caption("NINE LIVES", "= DESIRED COUNT 9"),
  );
}

function spotInstance() {
  return picture(
    "A brown tabby looks doubtful",
    rays("#f6e27a", "#efd65a"),
    at({ x: 320, y: 340, scale: 1.4 }, sitting(COATS.brown)),
    at({ x: 320, y: 254, scale: 1.24 }, head({ coat: COATS.brown, eyes: "half", mouth: "flat" })),
    caption("“SPOT INSTANCE”?", "THESE ARE STRIPES."),
  );
}

function rollingUpdate() {
  return picture(
    "A white cat rolls a ball of wool",
    room("#a9dcc4", "#d9a877"),
    `<path fill="#c9605c" d="M40 404C40 380 600 380 600 404V440H40z"/><path ${line("#f3d9a0", 5)} d="M60 424h520"/>`,
    at({ x: 430, y: 348 }, wool("#e8518d", "#b8326b")),
    shadow(230, 408, 120),
    at({ x: 176, y: 384, flip: true, scale: 0.9 }, tail(COATS.white)),
    at({ x: 236, y: 252, scale: 0.92 }, sitting(COATS.white)),
    at({ x: 246, y: 196, scale: 0.92, turn: 8 }, head({ coat: COATS.white, eyes: "side" })),
    `<path ${line(INK, 50)} d="M302 318C336 322 356 322 378 330"/><path ${line("#fff", 40)} d="M296 316C336 322 356 322 378 330"/><path ${line(INK, 3)} d="M380 324h12M380 336h12"/>`,
    caption("ROLLING UPDATE", "IN PROGRESS"),
  );
}

function pushedIt() {
  return picture(
    "A Siamese cat pushes a mug off a table",
    room("#b7d6f2", "#8fb5da", 400),
    `<path fill="#b07a4f" ${outline()} d="M-10 352h436v34H-10z"/><path fill="#8f5f3a" ${outline()} d="M330 386h40v104h-40z"/>`,
    at({ x: 140, y: 340, flip: true, scale: 0.8 }, tail(COATS.siamese)),
    at({ x: 210, y: 218, scale: 0.8 }, sitting({ ...COATS.siamese, light: COATS.siamese.dark })),
    at({ x: 214, y: 176, scale: 0.84, turn: 4 }, head({ coat: COATS.siamese, eyes: "side", mouth: "smirk" })),
    `<path ${line(INK, 46)} d="M262 290C310 290 350 296 392 300"/><path ${line("#6b4f45", 36)} d="M252 290C310 290 350 296 392 300"/>`,
    at({ x: 484, y: 372, turn: 38 }, mug("#f2c230")),
    `<path ${line("#6b4226", 8)} d="M566 282l20-16M580 312l26-4M548 258l8-22"/><path ${line("#ffffff", 5)} d="M440 240q16-14 34-16M430 216q22-18 46-18"/>`,
    caption("PUSHED IT.", "TO PRODUCTION."),
  );
}

function warmHost() {
  const { fur } = COATS.blue;
  return picture(
    "A blue cat lies on a warm server",
    room("#f4b18a", "#d98e66", 400),
    at({ x: 320, y: 316 }, server("#4ee08f")),
    `<path fill="${fur}" ${outline()} d="M176 318C160 240 240 214 340 216 430 218 476 262 466 318z"/>`,
    `<path ${line(INK, 32)} d="M456 304C510 300 500 360 506 392"/><path ${line(fur, 22)} d="M452 302C510 300 500 360 506 392"/>`,
    at({ x: 236, y: 232, scale: 0.84, turn: -4 }, head({ coat: COATS.blue, eyes: "closed", mouth: "smile" })),
    at({ x: 250, y: 318, scale: 0.8 }, paws(COATS.blue)),
    at({ x: 410, y: 190 }, steam()),
    at({ x: 460, y: 206, scale: 0.8 }, steam()),
    at({ x: 360, y: 186, scale: 0.7 }, steam()),
    caption("THE WARMEST HOST", "GETS THE TASK"),
  );
}

/** The ten pictures; number N is at N - 1. @type {readonly string[]} */
export const CATS = [
  inContainer(),
  replicas(),
  nightShift(),
  desiredState(),
  healthCheck(),
  nineLives(),
  spotInstance(),
  rollingUpdate(),
  pushedIt(),
  warmHost(),
];
