// Reads without leaving the page, so that what was chosen is still there when it is to be kept. Without this file the
// form is sent as any other.

const form = document.getElementById("read-form");
const result = document.getElementById("result");

function say(words) {
  const told = document.createElement("p");
  told.className = "wrong";
  told.setAttribute("role", "alert");
  told.textContent = words;
  result.replaceChildren(told);
}

function size() {
  const files = [...form.elements.files.files].reduce((sum, file) => sum + file.size, 0);
  return files + new Blob([form.elements.text.value]).size;
}

async function send(button) {
  const asked = new FormData(form);
  if (button?.name) asked.set(button.name, button.value);
  result.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: asked, headers: { "x-part": "read" } });
    if (answer.status >= 500 || answer.status === 413 || answer.status === 401 || answer.status === 403) {
      form.submit(); // a page of its own says why
      return;
    }
    result.innerHTML = await answer.text();
    result.querySelector("[data-again]")?.remove();
  } catch {
    say(form.dataset.failed);
  } finally {
    result.removeAttribute("aria-busy");
  }
  result.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

if (form && result) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (size() > Number(form.dataset.most)) say(form.dataset.tooMuch);
    else send(event.submitter);
  });
}
