import type { Place } from "../api/types";
import { href } from "../router";
import { Icon } from "../ui/icon";
import { Time } from "../ui/time";
import { t } from "./text";
import { pathName } from "../screens/browse/tree";

/** Where the message was seen, and since when it is gone from there. */
export function Places({ places }: { places: readonly Place[] }) {
  return (
    <ul class="places" aria-label={t.places}>
      {places.map((place) => (
        <li
          key={`${place.account} ${place.folder} ${place.uid}`}
          class={place.gone === null ? "" : "gone"}
        >
          <a href={href(["browse", place.account, place.folder])}>
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
