// Shows a screen message in the page; all wording and all decisions are the server's.

const $ = (id) => document.getElementById(id);
const KEYS = { start: "Enter", pause: "Space", "end-set": "N", "next-set": "N", choose: "E", finish: "Q" };

export function showScreen(screen, savedAs, actions) {
  document.body.dataset.stage = screen.stage;
  document.body.dataset.mood = screen.mood;
  document.body.dataset.paused = screen.paused;
  text($("where"), screen.name);
  text($("headline"), screen.headline);
  text($("big"), screen.stage === "countdown" ? String(screen.seconds) : "");
  const resting = screen.stage === "rest";
  text($("count"), resting ? clock(screen.seconds) : String(screen.count));
  text($("goal"), resting ? "rest" : screen.goal);
  showRep(screen);
  const tail = screen.attempts && screen.stage === "set" ? [`${screen.attempts} not counted`] : [];
  const saved = savedAs ? [`Saved as ${savedAs}`] : [];
  list($("lines"), screen.stage === "summary" ? saved : [...screen.lines, ...tail, ...saved]);
  text($("notice"), screen.notice ?? "");
  showSets(screen, actions);
  showActions(screen, actions);
}

function showRep(screen) {
  text($("phase-name"), screen.phase ?? "");
  const hold = $("hold");
  text(hold, screen.hold_s === null ? "" : `${screen.hold_s.toFixed(1)} s`);
  hold.classList.toggle("reached", screen.hold_s !== null && screen.hold_s >= screen.hold_target_s);
  $("bar").style.setProperty("--share", screen.progress.toFixed(3));
  const { meter } = screen;
  const box = $("meter");
  box.classList.toggle("shown", Boolean(meter));
  if (!meter) return;
  const share = (value) => `${(100 * Math.min(Math.max((value - meter.low) / (meter.high - meter.low), 0), 1)).toFixed(1)}%`;
  box.style.setProperty("--from", share(meter.good[0]));
  box.style.setProperty("--to", share(meter.good[1]));
  box.style.setProperty("--at", share(meter.value ?? meter.low));
  box.classList.toggle("reached", meter.in_band);
  text($("meter-name"), meter.name);
  text($("meter-value"), meter.value === null ? "not seen" : meter.unit === "deg" ? `${Math.round(meter.value)}°` : meter.value.toFixed(2));
}

function showSets(screen, actions) {
  const sets = screen.stage === "summary" ? screen.sets : [];
  const box = $("sets");
  if (box.dataset.shown === String(sets.length)) return;
  box.dataset.shown = String(sets.length);
  box.replaceChildren(...sets.map((set, i) => {
    const item = make("li");
    item.append(make("strong", `${set.exercise}: ${set.headline}`));
    const lines = make("ul");
    list(lines, set.lines);
    const result = make("button", "Download result");
    result.type = "button";
    result.onclick = () => actions.result(i + 1);
    item.append(lines, result);
    return item;
  }));
}

function showActions(screen, actions) {
  const box = $("actions");
  const shown = screen.commands.map((c) => c.id).join() + screen.paused;
  if (box.dataset.shown === shown) return;
  const focused = box.contains(document.activeElement) ? document.activeElement.dataset.command : null;
  box.dataset.shown = shown;
  box.replaceChildren(...screen.commands.map((command, i) => {
    const button = make("button", command.id === "pause" && screen.paused ? "Go on" : command.label);
    button.type = "button";
    button.dataset.command = command.id;
    button.classList.toggle("first", i === 0);
    button.append(" ", make("kbd", KEYS[command.id]));
    button.onclick = () => actions.command(command.id);
    return button;
  }));
  if (focused !== null) (box.querySelector(`[data-command="${focused}"]`) ?? box.firstElementChild)?.focus();
}

export function keyOf(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return null;
  if (event.target.closest?.("button, a, input") && (event.key === " " || event.key === "Enter")) return null;
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  return Object.keys(KEYS).filter((id) => KEYS[id].toLowerCase() === key);
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function make(tag, words) {
  const made = document.createElement(tag);
  if (words !== undefined) made.textContent = words;
  return made;
}

export function text(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function list(element, lines) {
  const joined = lines.join("\n");
  if (element.dataset.lines === joined) return;
  element.dataset.lines = joined;
  element.replaceChildren(...lines.map((line) => make("li", line)));
}
