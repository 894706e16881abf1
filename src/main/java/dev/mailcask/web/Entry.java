package dev.mailcask.web;

import io.javalin.security.RouteRole;

/// Who may use a route. A route that says nothing is for those who are signed in.
enum Entry implements RouteRole {
  /// Everybody who reaches the port.
  OPEN
}
