import type { Place } from "../api/types";
import { href } from "../router";
import { Icon } from "../ui/icon";
import { Time } from "../ui/time";
import { t } from "./text";
import { pathName } from "../screens/browse/tree";

/** When a folder still had the message: null is now. */
export function lastSeen(place: Place): string | null {
  return place.gone === null ? null : new Date(Date.parse(place.gone) - 1000).toISOString();
}

/** Where the message was seen, and since when it is gone from there. */
export function Places({ places, id }: { places: readonly Place[]; id: string }) {
  return (
    <ul class="places" aria-label={t.places}>
      {places.map((place) => (
        <li
          key={`${place.account} ${place.folder} ${place.uid}`}
          class={place.gone === null ? "" : "gone"}
        >
          <a href={href(["browse", place.account, place.folder], { m: id, at: lastSeen(place) })}
            title={t.showInFolder}>
            <Icon name={place.gone === null ? "folder" : "folderGone"} size={16} />
            <span>
              {place.account} <span aria-hidden="true">›</span> {pathName(place.folder)}
            </span>
          </a>
          {place.gone !== null && (
            <span>
              {" "}
              {t.goneSince} <Time at={place.gone} as="full" />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
