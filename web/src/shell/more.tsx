import { useAction } from "../resource";
import { session, signOut } from "../session";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { Page } from "../ui/page";
import { PLACES } from "./places";
import { t } from "./text";

/** What has no room in the bar of a small screen. */
export function MoreScreen() {
  const out = useAction(signOut);
  const state = session.value;
  return (
    <Page title={t.more}>
      <ul class="more-list panel">
        {PLACES.filter((place) => !place.first).map((place) => (
          <li key={place.section}>
            <a href={place.href}>
              <Icon name={place.icon} />
              <span>{place.label}</span>
              <Icon name="right" size={18} />
            </a>
          </li>
        ))}
      </ul>
      {state.kind === "user" && (
        <div class="row between more-user">
          <span class="soft">
            {t.signedInAs} <span class="strong">{state.user}</span>
          </span>
          <Button icon="out" busy={out.busy} onClick={() => out.start()}>
            {t.signOut}
          </Button>
        </div>
      )}
    </Page>
  );
}
