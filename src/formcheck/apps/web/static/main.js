// Connects camera, link, screen and voice.

import { drawBody } from "./body.js";
import { Camera, CameraError } from "./camera.js";
import { frameMessage, Link } from "./link.js";
import { keyOf, showScreen, text } from "./screen.js";
import { Voice } from "./voice.js";

const $ = (id) => document.getElementById(id);
const TICK_MS = 250;

window.formcheck = { spoken: [] }; // for tests
const voice = new Voice();
const camera = new Camera($("video"), () => link.pump());
let bones = [];
let exercise = null;
let watching = true;
let sentCount = 0;
let lastTick = 0;
let commands = [];
let token = null;
let cameraLost = false;
let savedAs = null;

const link = new Link({
  start() {
    const [width, height] = camera.size;
    return { type: "start", exercise, input: "frames", width, height, resume: sessionStorage.getItem("set") };
  },
  async next(link) {
    if (watching && camera.stream) {
      if (camera.count === sentCount) return null;
      sentCount = camera.count;
      link.capturedAt = camera.capturedMs;
      const jpeg = await camera.jpeg();
      return jpeg && frameMessage(link.stamp(link.capturedAt), jpeg);
    }
    const now = performance.now();
    if (now - lastTick < TICK_MS) return null;
    lastTick = now;
    return JSON.stringify({ type: "tick", time_s: link.stamp(now) });
  },
  onMessage(message) {
    if (message.type === "screen") update(message);
    if (message.type === "result") download(message);
    if (message.type === "saved") savedAs = message.folder;
  },
  onReady(message) {
    token = message.token;
    sessionStorage.setItem("set", token);
    document.body.dataset.link = message.resumed ? "resumed" : "new";
  },
  onLost() {
    document.body.dataset.link = "lost";
    text($("notice"), "Connection lost. Reconnecting; your set is kept.");
  },
  onEnded(reason, elsewhere) {
    if (!elsewhere) sessionStorage.removeItem("set");
    showMenu(reason || "The server has ended the connection.");
  },
});

Object.assign(window.formcheck, { link, camera });

function update(screen) {
  watching = screen.watching;
  commands = screen.commands.map((command) => command.id);
  if (screen.stage === "choose") { showMenu(); return; }
  if (watching) savedAs = null;
  showScreen(screen, savedAs, { command, result: (number) => link.send({ type: "result", number }) });
  drawBody($("body"), screen.body, camera.size, bones, camera.mirrored);
  if (screen.say) say(screen.say);
  if (screen.stage === "summary") { sessionStorage.removeItem("set"); camera.close(); }
}

function say(line) {
  voice.say(line.text);
  window.formcheck.spoken.push(line.text);
  if (line.kind !== "count" || voice.muted) $("spoken").textContent = line.text;
}

async function command(id) {
  if (!commands.includes(id)) return;
  if (id === "next-set" && !camera.stream && !(await openCamera())) return;
  sessionStorage.setItem("set", token);
  link.send({ type: "command", command: id });
}

async function choose(id) {
  voice.unlock();
  $("trouble").hidden = true;
  const sameSet = cameraLost && id === exercise;
  exercise = id;
  if (!(await openCamera())) return;
  $("choose").hidden = true;
  $("coach").hidden = false;
  $("coach").focus();
  watching = true;
  cameraLost = false;
  if (!link.ready) link.open();
  else if (!sameSet) link.send({ type: "choose", exercise });
  keepAwake();
}

async function openCamera() {
  try {
    await camera.open();
    $("turn").hidden = !/Mobi|Android/.test(navigator.userAgent);
    return true;
  } catch (error) {
    if (!(error instanceof CameraError)) throw error;
    showMenu(error.message);
    return false;
  }
}

function showMenu(problem) {
  camera.close();
  document.body.dataset.stage = "choose";
  text($("where"), "");
  $("choose").hidden = false;
  $("coach").hidden = true;
  $("turn").hidden = true;
  $("trouble").hidden = !problem;
  text($("trouble"), problem ?? "");
  $("choose").focus();
}

function download({ number, result }) {
  if (!result) return;
  const file = URL.createObjectURL(new Blob([JSON.stringify(result, null, 2)], { type: "application/json" }));
  const anchor = Object.assign(document.createElement("a"), { href: file, download: `set-${number}-${result.exercise}.json` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(file), 1000);
}

async function keepAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch (error) {
    if (error.name !== "NotAllowedError") throw error; // low battery: the screen may sleep
  }
}

function mute() {
  voice.mute(!voice.muted);
  $("mute").setAttribute("aria-pressed", String(voice.muted));
}

camera.onLost = () => {
  cameraLost = true;
  showMenu("The camera has stopped. Plug it in again, then choose your exercise: your set goes on.");
};
camera.onRotated = () => link.reconnect();
$("mute").onclick = mute;
$("turn").onclick = async () => {
  camera.facing = camera.facing === "user" ? "environment" : "user";
  if (await openCamera()) link.reconnect();
};
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "m" && !event.ctrlKey && !event.metaKey && !event.altKey) { mute(); return; }
  const id = keyOf(event)?.find((each) => commands.includes(each));
  if (!id || $("coach").hidden) return;
  event.preventDefault();
  command(id);
});
document.addEventListener("visibilitychange", () => { if (!document.hidden && camera.stream) keepAwake(); });
setInterval(() => link.pump(), TICK_MS);

const { exercises, bones: known } = await (await fetch("api/exercises")).json();
bones = known;
$("exercises").replaceChildren(...exercises.map((each) => {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.exercise = each.id;
  const name = document.createElement("strong");
  name.textContent = each.name;
  const what = document.createElement("span");
  what.textContent = each.summary;
  button.append(name, what);
  button.onclick = () => choose(each.id);
  item.append(button);
  return item;
}));
document.body.dataset.loaded = "true";

