// Runs before the first paint, so that a chosen theme never flashes in the other one's colours.
import { applyTheme, storedTheme } from "./theme";

applyTheme(storedTheme());
