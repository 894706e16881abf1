// Light, dark, or as the system says. Kept in this browser only.
export type Theme = "system" | "light" | "dark";

const KEY = "mailcask.theme";

export function themeOf(text: string | null): Theme {
  return text === "light" || text === "dark" ? text : "system";
}

export function storedTheme(): Theme {
  try {
    return themeOf(localStorage.getItem(KEY));
  } catch {
    return "system";
  }
}

export function applyTheme(theme: Theme): void {
  if (theme === "system") {
    delete document.documentElement.dataset["theme"];
  } else {
    document.documentElement.dataset["theme"] = theme;
  }
}

export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing still shows the choice until the page is closed.
  }
}
