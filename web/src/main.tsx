import { render } from "preact";
import "./style/tokens.css";
import "./style/base.css";
import "./style/controls.css";
import "./style/pieces.css";
import "./style/data.css";
import "./style/shell.css";
import "./style/split.css";
import "./style/reader.css";
import "./style/message.css";
import "./style/search.css";
import "./style/offers.css";
import "./style/facets.css";
import "./style/browse.css";
import "./style/accounts.css";
import "./style/overview.css";
import "./style/work.css";
import "./style/narrow.css";
import "./style/print.css";
import { startLive } from "./live";
import { startRouter } from "./router";
import { takeAnswer } from "./screens/welcome/signed-in";
import { askSession } from "./session";
import { App } from "./shell/app";
import { startClock } from "./ui/time";

takeAnswer();
startRouter();
startLive();
startClock();
void askSession();
const root = document.getElementById("app");
if (root !== null) {
  render(<App />, root);
}
