package dev.mailcask.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/// Header fields that every answer has: browsers load nothing from elsewhere, run no script that is
/// not a file of ours, guess no types, tell no other site where a link was clicked, and keep no
/// mail in their caches.
final class SecurityHeaders {

  static final String CSP = "Content-Security-Policy";

  /// Of the front end, and of every answer that does not say otherwise.
  private static final String PAGE =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /// Of the body of a message: what it holds itself, and links that open in a new tab.
  private static final String MAIL =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'self';"
          + " sandbox allow-popups allow-popups-to-escape-sandbox";

  /// Of a message that is to be printed: the page may reach its frame, to tell it to print itself.
  /// Nothing in it may run or lead anywhere.
  private static final String PRINTED =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin allow-modals";

  /// Of bytes that strangers sent: should a browser show them after all, they can do nothing.
  private static final String FOREIGN = "default-src 'none'; sandbox; frame-ancestors 'none'";

  /// Of a PDF in a frame: browsers show it with a viewer of their own, which a sandbox keeps from
  /// starting. Nothing in it is of our origin: it is no document that could run a script there.
  private static final String PDF =
      "default-src 'none'; object-src 'self'; plugin-types application/pdf;"
          + " style-src 'unsafe-inline'; frame-ancestors 'self'";

  private final boolean https;

  SecurityHeaders(WebSettings settings) {
    https = settings.https();
  }

  void install(RoutesConfig routes) {
    routes.before(this::page);
  }

  private void page(Context ctx) {
    ctx.header(CSP, PAGE)
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        .header("Cache-Control", "no-store");
    if (https) {
      ctx.header("Strict-Transport-Security", "max-age=31536000");
    }
  }

  /// For the body of a message in its frame.
  static void mail(Context ctx) {
    ctx.header(CSP, MAIL).header("X-Frame-Options", "SAMEORIGIN");
  }

  /// For a message that is to be printed.
  static void printed(Context ctx) {
    ctx.header(CSP, PRINTED).header("X-Frame-Options", "SAMEORIGIN");
  }

  /// For a PDF in a frame.
  static void pdf(Context ctx) {
    ctx.header(CSP, PDF).header("X-Frame-Options", "SAMEORIGIN");
  }

  /// For a download.
  static void foreign(Context ctx) {
    ctx.header(CSP, FOREIGN);
  }
}
