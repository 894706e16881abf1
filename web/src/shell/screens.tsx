// Which screen shows which address.
import type { ComponentChild } from "preact";
import { match, type Route } from "../router";
import { AccountScreen } from "../screens/account/screen";
import { AccountsScreen } from "../screens/accounts/screen";
import { EditAccountScreen } from "../screens/accounts/edit";
import { NewAccountScreen } from "../screens/accounts/new";
import { ArchiveScreen } from "../screens/archive/screen";
import { BrowseScreen } from "../screens/browse/screen";
import { JobScreen } from "../screens/jobs/job";
import { JobsScreen } from "../screens/jobs/screen";
import { MessageScreen } from "../screens/message/screen";
import { OverviewScreen } from "../screens/overview/screen";
import { RestoreScreen } from "../screens/restore/screen";
import { SearchScreen } from "../screens/search/screen";
import { SettingsScreen } from "../screens/settings/screen";
import { UnreadScreen } from "../screens/unread/screen";
import { MoreScreen } from "./more";

type Screen = (named: Record<string, string>) => ComponentChild;

const SCREENS: readonly (readonly [pattern: string, screen: Screen])[] = [
  ["", () => <OverviewScreen />],
  ["search", () => <SearchScreen />],
  ["unread", () => <UnreadScreen />],
  ["message/:id", (n) => <MessageScreen id={n["id"] ?? ""} />],
  ["browse", () => <BrowseScreen account={null} folder={null} />],
  ["browse/:account", (n) => <BrowseScreen account={n["account"] ?? ""} folder={null} />],
  [
    "browse/:account/:folder",
    (n) => <BrowseScreen account={n["account"] ?? ""} folder={n["folder"] ?? ""} />,
  ],
  ["restore", () => <RestoreScreen />],
  ["accounts", () => <AccountsScreen />],
  [
    "accounts/:name",
    (n) => (n["name"] === "new" ? <NewAccountScreen /> : <AccountScreen name={n["name"] ?? ""} />),
  ],
  ["accounts/:name/edit", (n) => <EditAccountScreen name={n["name"] ?? ""} />],
  ["archive", () => <ArchiveScreen />],
  ["jobs", () => <JobsScreen />],
  ["jobs/:id", (n) => <JobScreen id={n["id"] ?? ""} />],
  ["settings", () => <SettingsScreen />],
  ["more", () => <MoreScreen />],
];

/**
 * The screen of a route.
 *
 * @returns its key, which changes when another screen comes and the focus has to move; or null
 */
export function screenOf(route: Route): { key: string; screen: ComponentChild } | null {
  for (const [pattern, screen] of SCREENS) {
    const named = match(pattern, route);
    if (named !== null) {
      // Browsing is one screen, whatever it shows.
      const browsing = pattern.startsWith("browse");
      return { key: browsing ? "browse" : route.segments.join("/"), screen: screen(named) };
    }
  }
  return null;
}
