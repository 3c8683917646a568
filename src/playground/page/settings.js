// What the person at the screen prefers, kept in the browser: language of the client, light or dark, width, panels.

const KEY = "playground-settings";
const CHOICES = { language: ["ko", "en"], theme: ["light", "dark"], width: ["desktop", "phone"], wire: [true, false], tries: [true, false] };

const spoken = navigator.language.toLowerCase().startsWith("ko") ? "ko" : "en";
const preferred = matchMedia("(prefers-color-scheme: dark)");

/** The settings; `theme` is the system's until one is chosen. */
export const settings = { language: spoken, theme: null, width: "desktop", wire: false, tries: true };

try {
  for (const [name, value] of Object.entries(JSON.parse(localStorage.getItem(KEY)) ?? {})) {
    if (CHOICES[name]?.includes(value)) settings[name] = value;
  }
} catch {
  // A browser that keeps nothing, or something else under this name: the defaults stand.
}

/** Changes some settings and shows them. */
export function change(some) {
  Object.assign(settings, some);
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Kept until the page is closed.
  }
  apply();
}

/** Light or dark, as it is shown now. */
export function theme() {
  return settings.theme ?? (preferred.matches ? "dark" : "light");
}

/** The client's language as Discord names it. */
export function clientLocale() {
  return settings.language === "ko" ? "ko" : "en-US";
}

/** Shows the settings that style sheets follow. */
export function apply() {
  const { dataset } = document.documentElement;
  dataset.theme = theme();
  dataset.width = settings.width;
  document.documentElement.lang = settings.language;
}

preferred.addEventListener("change", apply);
