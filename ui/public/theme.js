// Sets the theme before the first paint. Kept apart from the bundle so that a strict content policy can allow it.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem("prospect.theme");
  } catch {
    chosen = null;
  }
  var dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
