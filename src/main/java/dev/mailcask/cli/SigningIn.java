package dev.mailcask.cli;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.oauth.Grant;
import dev.mailcask.oauth.Loopback;
import dev.mailcask.oauth.OAuthSettings;
import dev.mailcask.oauth.SignIn;
import dev.mailcask.oauth.SignIns;

/// Signs an owner in from the command line: by a code that is typed into any browser, or by a
/// browser that comes back to this machine. Where the browser runs elsewhere, the address that it
/// was sent back to is pasted here; it shows no page there.
final class SigningIn {

  private final Session session;
  private final SignIns signIns;

  SigningIn(Session session) {
    this.session = session;
    this.signIns = session.rooms().signIns();
  }

  /// @param user who signs in
  /// @return what to keep in place of a password
  Secret signIn(OAuthSettings settings, String clientSecret, String user) {
    return settings.grant() == Grant.DEVICE_CODE
        ? byDevice(settings, clientSecret, user)
        : byBrowser(settings, clientSecret, user);
  }

  private Secret byDevice(OAuthSettings settings, String clientSecret, String user) {
    SignIn begun = signIns.begin(settings, clientSecret, user, "");
    session.terminal().onCancel(() -> signIns.forget(begun.id()));
    say(
        "Open %s in a browser anywhere, and type the code %s"
            .formatted(Plain.line(begun.address()), Plain.line(begun.userCode())));
    return keys(signIns.await(begun.id()));
  }

  private Secret byBrowser(OAuthSettings settings, String clientSecret, String user) {
    try (Loopback page = new Loopback(this::answered)) {
      SignIn begun = signIns.begin(settings, clientSecret, user, page.address());
      session.terminal().onCancel(() -> signIns.forget(begun.id()));
      say("Open this address in a browser, and sign in:\n\n  " + begun.address() + "\n");
      say(
          "A browser on this machine comes back by itself. On another machine it ends at a page"
              + " that cannot be shown: copy the address of that page.");
      String pasted = ask();
      if (!pasted.isBlank()) {
        return keys(signIns.answer(begun.id(), pasted));
      }
      return keys(signIns.await(begun.id()));
    }
  }

  private boolean answered(String address) {
    try {
      return signIns.answer(address).state() == SignIn.State.DONE;
    } catch (Failure e) {
      session.error(Plain.line(String.valueOf(e.getMessage())));
      return false;
    }
  }

  /// Without echo: what is pasted is a secret for some minutes.
  private String ask() {
    try {
      return session
          .terminal()
          .askSecret("Paste it here (it is not shown), or press Enter to wait for the browser: ")
          .value();
    } catch (Failure.Misconfigured _) {
      return ""; // no terminal: the browser has to come back by itself
    }
  }

  private Secret keys(SignIn sign) {
    Failure problem = sign.problem();
    if (problem != null) {
      throw problem;
    }
    Secret keys = signIns.take(sign.id(), sign.settings());
    signIns.forget(sign.id());
    return keys;
  }

  /// On standard error: with `--json` the output is for programs.
  private void say(String text) {
    session.err().println(text);
    session.err().flush();
  }
}
