// The words behind a cell come in beside the table, without leaving the page. Without this file each cell is a link.

const panel = document.getElementById("evidence");
const incident = document.querySelector("[data-evidence]");
let opener = null;

async function open(said, link, push) {
  const asked = new URL(incident.dataset.evidence, location.origin);
  for (const name of ["at", "known_at"]) {
    const moment = new URLSearchParams(location.search).get(name);
    if (moment) asked.searchParams.set(name, moment);
  }
  asked.searchParams.set("said", said);
  panel.setAttribute("aria-busy", "true");
  panel.hidden = false;
  incident.classList.add("with-evidence");
  const answer = await fetch(asked, { headers: { "x-part": "evidence" } });
  if (!answer.ok) {
    location.assign(link.href);
    return;
  }
  panel.innerHTML = await answer.text();
  panel.removeAttribute("aria-busy");
  offerCopies();
  document.querySelectorAll("[data-said].open").forEach((other) => other.classList.remove("open"));
  document.querySelectorAll(`[data-said="${CSS.escape(said)}"]`).forEach((same) => same.classList.add("open"));
  const mark = panel.querySelector("mark.claim, mark.statement");
  (mark?.closest("details") ?? mark)?.scrollIntoView({ block: "nearest" });
  panel.focus({ preventScroll: matchMedia("(min-width: 1024px)").matches });
  if (push) history.pushState({ said }, "", link.href);
  opener = link;
}

function close() {
  panel.hidden = true;
  panel.replaceChildren();
  incident.classList.remove("with-evidence");
  document.querySelectorAll("[data-said].open").forEach((other) => other.classList.remove("open"));
  opener?.focus();
}

// A citation stands in a field, from which it can be copied by hand; the button copies it at once.
function offerCopies() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy"); // where the desk is reached without HTTPS a browser has nothing else
  }
  const told = button.parentElement.querySelector("[data-copied]");
  told.textContent = told.dataset.copied;
}

offerCopies();
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (button) copy(button);
});

if (panel && incident) {
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a");
    if (link?.dataset.said) {
      event.preventDefault();
      open(link.dataset.said, link, true);
    } else if (link && "close" in link.dataset) {
      event.preventDefault();
      history.pushState({}, "", link.href);
      close();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) panel.querySelector("[data-close]")?.click();
  });
  addEventListener("popstate", () => {
    const said = new URLSearchParams(location.search).get("said");
    const link = said && document.querySelector(`a[data-said="${CSS.escape(said)}"]`);
    if (link) open(said, link, false);
    else close();
  });
}
