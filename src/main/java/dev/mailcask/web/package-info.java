/// The appliance over HTTP: REST and JSON below `/api/v1`, and the pages of the built front end.
///
/// Owns Javalin and the HTML sanitiser. `openapi.json` describes every route, and a test holds it
/// to the code. A request passes [RequestGate] (host, origin, session, CSRF) before a resource sees
/// it; a resource is one file and turns ports into views; whatever is thrown becomes a problem in
/// [Problems]. Start reading at [WebServer].
@NullMarked
package dev.mailcask.web;

import org.jspecify.annotations.NullMarked;
