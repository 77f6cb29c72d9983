// Keeps map, list and time in step with the filters without leaving the page. Without this file links and forms do.

const screen = document.getElementById("map-screen");
const filters = document.querySelector("form.filters");
const layers = document.querySelector(".map-layers");
const card = document.getElementById("map-card");
const known = document.getElementById("map-known");
const play = document.getElementById("map-play");
const replay = document.getElementById("map-replay");
const A_DAY = 86400000;
let box = new URLSearchParams(location.search).get("box");
let drawn = null;
let asking = null;
let opener = null;

// ------------------------------------------------------------------------------------------------------ what is asked

function query() {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(filters)) if (value) asked.append(name, value);
  const ticked = [...layers.elements.layer].filter((box) => box.checked);
  if (ticked.length < layers.elements.layer.length) for (const each of ticked) asked.append("layer", each.value);
  if (box) asked.set("box", box);
  return asked;
}

// What is asked stands in the address, so that it can be handed on; a step is what the browser's back button takes back.
function note({ step = false } = {}) {
  const asked = query();
  history[step ? "pushState" : "replaceState"](null, "", asked.size ? `?${asked}` : location.pathname);
}

async function refresh({ keepMap = false, step = false, noted = false } = {}) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const asked = query();
  if (!noted) note({ step });
  screen.setAttribute("aria-busy", "true");
  try {
    const parts = new URLSearchParams(asked);
    parts.set("part", drawn ? "beside" : "all");
    const [page, incidents] = await Promise.all([
      fetch(`${screen.dataset.page}?${parts}`, { signal }).then(text),
      drawn && !(keepMap && drawn.isWhole()) ? fetch(`${screen.dataset.incidents}?${asked}`, { signal }).then(json) : null,
    ]);
    swap(page);
    if (incidents) drawn.show(incidents);
    screen.removeAttribute("aria-busy");
  } catch (error) {
    if (error.name === "AbortError") return;
    screen.removeAttribute("aria-busy");
    location.assign(`${screen.dataset.page}?${asked}`); // the page itself says what is wrong
  }
}

function answered(answer) {
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}
const text = (answer) => answered(answer).text();
const json = (answer) => answered(answer).json();

function swap(page) {
  const fresh = new DOMParser().parseFromString(page, "text/html");
  const open = screen.querySelector(".map-drawer")?.open;
  for (const part of fresh.querySelectorAll("[data-part]")) {
    screen.querySelector(`[data-part="${part.dataset.part}"]`)?.replaceChildren(...part.childNodes);
  }
  const drawer = screen.querySelector(".map-drawer");
  if (drawer && open) drawer.open = true;
  closeCard(false);
  reveal();
  known?.setAttribute("aria-valuetext", screen.querySelector("[data-part=known]").textContent.trim());
}

function reveal() {
  for (const each of screen.querySelectorAll(".needs-script")) each.hidden = false;
  for (const each of screen.querySelectorAll(".needs-no-script")) each.hidden = true;
}

// ------------------------------------------------------------------------------------------------------ what is here

// The lines of a place: those of the list, or asked for where the list does not hold them all.
async function rowsOf(spot, incidents) {
  const here = (part) => [...part.querySelectorAll(`.map-row[data-spot="${CSS.escape(spot)}"]`)];
  const listed = here(screen.querySelector(".map-beside"));
  if (listed.length >= incidents) return listed;
  const [lat, lon] = spot.split(",").map(Number);
  const asked = query();
  asked.set("box", [lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001].map((side) => side.toFixed(4)).join(","));
  asked.set("part", "beside");
  const page = await fetch(`${screen.dataset.page}?${asked}`).then(text);
  return here(new DOMParser().parseFromString(page, "text/html"));
}

async function openCard(spot, incidents) {
  const rows = await rowsOf(spot, incidents);
  if (!rows.length) return;
  const close = Object.assign(document.createElement("button"), { type: "button", className: "close", textContent: "×" });
  close.setAttribute("aria-label", screen.dataset.close);
  close.addEventListener("click", () => closeCard(true));
  const list = Object.assign(document.createElement("ol"), { className: "map-rows" });
  for (const row of rows) {
    const copy = row.cloneNode(true);
    copy.removeAttribute("id");
    list.append(copy);
  }
  card.replaceChildren(close, list);
  card.hidden = false;
  opener = document.activeElement;
  card.focus({ preventScroll: true });
}

function closeCard(back) {
  if (card.hidden) return;
  card.hidden = true;
  card.replaceChildren();
  if (back) opener?.focus();
}

screen.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const shape = event.target.closest(".map-svg .shape-point, .map-svg .shape-circle, .map-svg .shape-area");
  if (shape) {
    event.preventDefault();
    openCard(shape.dataset.spot, Number(shape.dataset.incidents));
    return;
  }
  const move = event.target.closest("a[data-move], a.shape-cell");
  if (!move) return;
  event.preventDefault();
  const asked = new URL(move.href ?? move.href.baseVal, location.href).searchParams;
  if (move.closest(".map-time")) {
    filters.elements.since.value = filters.elements.before.value = "";
  } else box = asked.get("box");
  refresh({ step: true });
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeCard(true);
});
// A line of the list and its place on the map point to each other.
for (const [begin, end] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  screen.addEventListener(begin, (event) => drawn?.point(event.target.closest?.(".map-row")?.dataset.spot ?? null));
  screen.addEventListener(end, () => drawn?.point(null));
}

// ------------------------------------------------------------------------------------------------------------ filters

filters.addEventListener("submit", (event) => {
  event.preventDefault();
  setKnown();
  refresh({ step: true });
});
layers.addEventListener("change", () => refresh({ step: true }));
layers.addEventListener("submit", (event) => event.preventDefault());

// --------------------------------------------------------------------------------------------------------------- time

let from = null;
const svg = () => screen.querySelector(".map-timeline");

function dayAt(event) {
  const line = svg();
  const bounds = line.getBoundingClientRect();
  const x = Math.min(Math.max(((event.clientX - bounds.left) / bounds.width) * 1000, 16), 984);
  const [first, last] = [line.dataset.first, line.dataset.last].map(Date.parse);
  return { x, day: first + Math.round(((x - 16) / 968) * ((last - first) / A_DAY)) * A_DAY };
}
const told = (day) => new Date(day).toISOString().slice(0, 10);

screen.addEventListener("pointerdown", (event) => {
  if (event.button === 0 && event.target.closest(".map-timeline")) from = dayAt(event);
});
addEventListener("pointermove", (event) => {
  if (!from || !svg()) return;
  const { x } = dayAt(event);
  const brush = svg().querySelector(".brush");
  brush.setAttribute("x", Math.min(x, from.x));
  brush.setAttribute("width", Math.abs(x - from.x));
});
addEventListener("pointercancel", () => (from = null));
addEventListener("pointerup", (event) => {
  if (!from || !svg()) return;
  const [first, last] = [from, dayAt(event)].sort((a, b) => a.x - b.x);
  from = null;
  svg().querySelector(".brush").setAttribute("width", 0);
  if (last.x - first.x < 4) return;
  const follow = (click) => click.preventDefault(); // what was drawn over is not followed
  addEventListener("click", follow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", follow, { capture: true }));
  filters.elements.since.value = told(first.day);
  filters.elements.before.value = told(last.day + A_DAY);
  refresh({ step: true });
});
screen.addEventListener("dragstart", (event) => event.target.closest(".map-timeline") && event.preventDefault());

// -------------------------------------------------------------------------------------------------- as known at a day

const start = replay ? Date.parse(replay.dataset.first) : 0;
const days = replay ? Math.max(Math.round((Date.parse(replay.dataset.last) - start) / A_DAY), 1) : 1;
let waiting = null;
let playing = null;

function setKnown() {
  if (!known) return;
  const at = filters.elements.known_at.value;
  known.value = at ? Math.round((Date.parse(at) - start) / A_DAY) : days;
}

// With the day the place of view is kept: what becomes known elsewhere must not carry the map away.
function keepPlace() {
  if (box) return;
  box = drawn ? drawn.box() : screen.querySelector(".map-svg").dataset.box;
  note();
}

function knowAt(day, { step = false } = {}) {
  keepPlace();
  filters.elements.known_at.value = day >= days ? "" : told(start + day * A_DAY);
  note({ step });
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 60);
}

function moments() {
  const listed = screen.querySelector("[data-moments]").dataset.moments.split(" ").filter(Boolean);
  const steps = listed.map((day) => Math.round((Date.parse(day) - start) / A_DAY)).filter((day) => day >= 0 && day < days);
  if (steps.length > 1 && steps.length <= 120) return [...steps, days];
  return Array.from({ length: 41 }, (_, step) => Math.round((days * step) / 40));
}

function stop() {
  clearInterval(playing);
  playing = null;
  play.setAttribute("aria-pressed", "false");
  play.textContent = play.dataset.play;
}

if (known) {
  known.max = days;
  setKnown();
  let sliding = false; // as long as the slider is held it is one step
  known.addEventListener("input", () => {
    if (playing) stop();
    knowAt(known.valueAsNumber, { step: !sliding });
    sliding = true;
  });
  known.addEventListener("change", () => (sliding = false));
  play.addEventListener("click", () => {
    if (playing) return stop();
    const steps = moments();
    let step = known.valueAsNumber >= days ? 0 : steps.findIndex((day) => day > known.valueAsNumber);
    play.setAttribute("aria-pressed", "true");
    play.textContent = play.dataset.pause;
    const begun = step;
    const forward = () => {
      known.value = steps[step];
      knowAt(steps[step], { step: step === begun });
      step += 1;
      if (step >= steps.length) stop();
    };
    playing = setInterval(forward, 900);
    forward();
  });
}

// --------------------------------------------------------------------------------------------------- back and forward

addEventListener("popstate", () => {
  if (playing) stop();
  clearTimeout(waiting);
  const asked = new URLSearchParams(location.search);
  for (const field of filters.elements) {
    if (field.type === "checkbox") field.checked = asked.has(field.name);
    else if (field.name) field.value = asked.get(field.name) ?? "";
  }
  const ticked = asked.getAll("layer");
  for (const each of layers.elements.layer) each.checked = !ticked.length || ticked.includes(each.value);
  box = asked.get("box");
  setKnown();
  drawn?.look(box);
  refresh({ noted: true });
});

// ------------------------------------------------------------------------------------------------------- a drawn map

async function draw() {
  if (!screen.dataset.drawnBy || !document.createElement("canvas").getContext("webgl2")) return;
  const { drawMap } = await import(screen.dataset.drawnBy);
  drawn = await drawMap(screen, {
    box,
    incidents: await fetch(`${screen.dataset.incidents}${location.search}`).then(json),
    onMove(moved) {
      box = moved;
      refresh();
    },
    onSpot: openCard,
  });
  screen.querySelector("[data-part=svg]").hidden = true;
  screen.dataset.drawn = "";
}

reveal();
draw().catch((error) => console.warn("the map stays as the server drew it:", error));
