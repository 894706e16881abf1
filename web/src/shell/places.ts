// The places of the main navigation.
import { href } from "../router";
import type { IconName } from "../ui/icon";

export interface NavPlace {
  readonly section: string;
  readonly label: string;
  readonly icon: IconName;
  readonly href: string;
  /** Whether it is in the bar of small screens; the others are behind "More". */
  readonly first: boolean;
}

export const PLACES: readonly NavPlace[] = [
  { section: "", label: "Overview", icon: "home", href: href([]), first: true },
  { section: "search", label: "Search", icon: "search", href: href(["search"]), first: true },
  { section: "browse", label: "Browse", icon: "folder", href: href(["browse"]), first: true },
  { section: "restore", label: "Restore", icon: "restore", href: href(["restore"]), first: false },
  {
    section: "accounts",
    label: "Accounts",
    icon: "account",
    href: href(["accounts"]),
    first: true,
  },
  { section: "archive", label: "Archive", icon: "shield", href: href(["archive"]), first: false },
  { section: "jobs", label: "Activity", icon: "jobs", href: href(["jobs"]), first: false },
  {
    section: "settings",
    label: "Settings",
    icon: "settings",
    href: href(["settings"]),
    first: false,
  },
];
