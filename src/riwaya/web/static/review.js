// One key for each act of the queue. Every act is a button or a link too, and no key fires while somebody types.

const typing = "input, textarea, select, [contenteditable]";
const help = document.getElementById("keys");
const opener = document.querySelector('button[data-key="?"]');

// The letter on the key in a Latin layout, whatever the layout is: in an Arabic one the key of A gives another letter.
function keyOf(event) {
  if (event.key === "?" || event.key === "؟") return "?";
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : "";
}

function act(target) {
  if (target.matches("details")) {
    document.querySelectorAll("details.act[open]").forEach((other) => (other.open = other === target));
    target.open = true;
    target.querySelector("input:not([type=hidden]), a")?.focus();
    target.querySelector("input[name=why]")?.select();
  } else {
    target.click();
  }
}

if (opener) {
  opener.hidden = false;
  opener.addEventListener("click", () => help.showModal());
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
  if (event.key === "Escape") {
    const open = event.target.closest?.("details.act[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
    return;
  }
  if (event.target.closest?.(typing)) return;
  const key = keyOf(event);
  const target = key && document.querySelector(`[data-key="${key}"]`);
  if (target) {
    event.preventDefault();
    act(target);
  }
});

document.querySelectorAll(".texts .raw").forEach((raw) => {
  const asked = raw.querySelector(".asked");
  if (asked) raw.scrollTop = asked.offsetTop - raw.offsetTop - raw.clientHeight / 3;
});
document.querySelector('.items [aria-current="true"]')?.scrollIntoView({ block: "nearest" });
