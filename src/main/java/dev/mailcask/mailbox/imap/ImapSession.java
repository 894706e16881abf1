package dev.mailcask.mailbox.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.angus.mail.iap.Argument;
import org.jspecify.annotations.Nullable;

/// A logged-in connection whose commands throw [dev.mailcask.base.Failure], and that can be dialled
/// again.
final class ImapSession {

  private final Login login;
  private final Complaints complaints;
  private final ImapSettings settings;
  private ImapWire wire;

  ImapSession(Login login, Complaints complaints, ImapSettings settings) {
    this.login = login;
    this.complaints = complaints;
    this.settings = settings;
    this.wire = login.open();
  }

  Complaints complaints() {
    return complaints;
  }

  ImapSettings settings() {
    return settings;
  }

  /// Sends a command and hands over each untagged response as it comes.
  ///
  /// @param subject whom a failure is about
  /// @return how the server ended it, whatever that was
  /// @throws dev.mailcask.base.Failure if the connection is lost
  Completion command(
      String subject,
      String command,
      @Nullable Argument arguments,
      Consumer<WireResponse> responses) {
    try {
      return wire.execute(command, arguments, responses);
    } catch (IOException e) {
      throw complaints.lost(subject, e, wire.lastComplaint());
    }
  }

  /// Sends commands one ahead of the answers; see [ImapWire#pipeline].
  ///
  /// @throws dev.mailcask.base.Failure if the connection is lost
  void pipeline(
      String subject,
      List<String> commands,
      Consumer<WireResponse> responses,
      Consumer<Completion> ends) {
    try {
      wire.pipeline(commands, responses, ends);
    } catch (IOException e) {
      throw complaints.lost(subject, e, wire.lastComplaint());
    }
  }

  /// Lets the server speak up; see [ImapWire#idle].
  ///
  /// @throws dev.mailcask.base.Failure if the connection is lost
  Completion idle(
      String subject, Duration most, Consumer<WireResponse> responses, BooleanSupplier enough) {
    try {
      return wire.idle(most, responses, enough);
    } catch (IOException e) {
      throw complaints.lost(subject, e, wire.lastComplaint());
    }
  }

  /// Sends a command of which only the end matters.
  Completion command(String subject, String command) {
    return command(subject, command, null, response -> {});
  }

  /// The same as [#command] for who deals with a lost connection himself.
  ImapWire wire() {
    return wire;
  }

  boolean offers(String capability) {
    return wire.hasCapability(capability);
  }

  /// Connects and logs in anew, after the connection was lost.
  void redial() {
    wire.disconnect();
    wire = login.open();
  }

  void leave() {
    wire.leave();
  }

  /// A folder's name as an argument, byte for byte.
  static Argument name(String raw) {
    return new Argument().writeString(raw, StandardCharsets.ISO_8859_1);
  }
}
