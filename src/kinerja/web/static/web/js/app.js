// Every page works without this file; with it, pages are quicker and forgive a lost connection.
import { startAutosave } from "./autosave.js";
import { startKeys } from "./keys.js";
import { startMenus } from "./menus.js";
import { startProblems } from "./problems.js";
import { startTheme } from "./theme.js";

startTheme();
startMenus();
startKeys();
startProblems();
startAutosave(document);
document.addEventListener("htmx:load", (event) => startAutosave(event.target));
document.querySelector("[data-focus]")?.focus();
