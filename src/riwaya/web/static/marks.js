// Shows which words are whose: those of an account that is pointed at or focused stand out, the others fade.

function light(account) {
  const look = account && [...account.classList].find((name) => name.startsWith("look-"))?.slice(5);
  const reading = account?.closest(".reading");
  document.querySelectorAll(".reading .dim").forEach((mark) => mark.classList.remove("dim"));
  reading?.querySelectorAll(".whole mark, .whole ruby").forEach((mark) => {
    mark.classList.toggle("dim", !mark.classList.contains(`claim-${look}`));
  });
}

for (const event of ["pointerover", "focusin"]) {
  document.addEventListener(event, ({ target }) => light(target.closest?.(".account")));
}
