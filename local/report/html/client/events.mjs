/** Makes a chapter's events searchable, and shows those that the page came without. */
export function makeEvents(section, chapter) {
  const details = section.querySelector(".events");
  if (!details) return;
  const list = details.querySelector("ol");
  const rest = details.querySelector(".rest");
  const completeList = () => {
    for (const event of chapter.events.slice(list.children.length)) list.append(item(event, chapter.from));
    rest?.remove();
  };
  if (rest) {
    const button = rest.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", completeList);
  }
  const search = details.querySelector(".search");
  const [input, found] = [search.querySelector("input"), search.querySelector("output")];
  search.hidden = false;
  input.addEventListener("input", () => {
    completeList();
    const words = input.value.toLowerCase().split(/\s+/);
    let count = 0;
    for (const element of list.children) {
      const text = element.textContent.toLowerCase();
      element.hidden = !words.every((word) => text.includes(word));
      if (!element.hidden) count += 1;
    }
    found.textContent = input.value.trim() === "" ? "" : `${count} of ${list.children.length}`;
  });
}

/** The same as chapter.ts makes of an event. */
function item({ at, source, text, level = "info" }, from) {
  const element = document.createElement("li");
  element.className = level;
  const said = part("span", "said", text);
  if (level !== "info") said.prepend(part("strong", "level", level), " ");
  element.append(part("time", "", clock(at - from)), part("span", "who", source), said);
  return element;
}

function part(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  const [minutes, rest] = [Math.floor(whole / 60) % 60, whole % 60].map((value) => String(value).padStart(2, "0"));
  return `${Math.floor(whole / 3600)}:${minutes}:${rest}`;
}
