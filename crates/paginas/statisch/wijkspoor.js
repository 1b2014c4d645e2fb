// What makes the pages better; each works without it.
"use strict";

// A page that shows how things stand now says so when something changed, and lets the reader choose when to look.
const levend = document.querySelector("[data-levend]");
if (levend && "EventSource" in window) {
  const bron = new EventSource(levend.dataset.levend);
  bron.onmessage = () => {
    bron.close();
    levend.hidden = false;
  };
  addEventListener("pagehide", () => bron.close());
}

// A form is sent once, however often the button is pressed.
document.addEventListener("submit", (gebeurtenis) => {
  const formulier = gebeurtenis.target;
  if (formulier.method !== "post" || gebeurtenis.defaultPrevented) return;
  if (formulier.dataset.verstuurd) gebeurtenis.preventDefault();
  formulier.dataset.verstuurd = "ja";
});
addEventListener("pageshow", () => {
  for (const formulier of document.forms) delete formulier.dataset.verstuurd;
});

// After a form with mistakes, the reader hears of them first.
document.querySelector("[data-fouten]")?.focus();
