package dev.mailcask.mailbox.imap;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.Argument;
import org.jspecify.annotations.Nullable;

/// A logged-in connection whose commands throw [dev.mailcask.base.Failure], and that can be dialled
/// again.
final class ImapSession {

  private static final Pattern LIMIT =
      Pattern.compile("MESSAGELIMIT=\\d{1,9}", Pattern.CASE_INSENSITIVE);

  private final Login login;
  private final Complaints complaints;
  private final ImapSettings settings;
  private final Predicate<InetAddress> compressed;
  private final BrokenOffMessages brokenOff;
  private ImapWire wire;
  private boolean modSeqsRefused;
  private boolean resyncAsked;
  private boolean resync;

  /// @param compressed whether to compress what is exchanged with the server at an address
  /// @param brokenOff what earlier connections did not get to the end of
  ImapSession(
      Login login,
      Complaints complaints,
      ImapSettings settings,
      Predicate<InetAddress> compressed,
      BrokenOffMessages brokenOff) {
    this.login = login;
    this.complaints = complaints;
    this.settings = settings;
    this.compressed = compressed;
    this.brokenOff = brokenOff;
    this.wire = opened();
  }

  private ImapWire opened() {
    ImapWire opened = login.open();
    if (opened.hasCapability("COMPRESS=DEFLATE") && compressed.test(opened.server())) {
      try {
        opened.deflate();
      } catch (IOException e) {
        throw complaints.lost(complaints.subject(), e, opened.lastComplaint());
      }
    }
    return opened;
  }

  Complaints complaints() {
    return complaints;
  }

  ImapSettings settings() {
    return settings;
  }

  /// Messages that broke off.
  BrokenOffMessages brokenOff() {
    return brokenOff;
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
    heed(subject);
    try {
      return wire.execute(command, arguments, responses);
    } catch (IOException e) {
      throw complaints.lost(subject, e, wire.lastComplaint());
    }
  }

  /// Sends commands ahead of the answers; see [ImapWire#pipeline].
  ///
  /// @param ahead commands that may be without an answer at a time
  /// @throws dev.mailcask.base.Failure if the connection is lost
  void pipeline(
      String subject,
      List<String> commands,
      int ahead,
      Consumer<WireResponse> responses,
      Consumer<Completion> ends) {
    heed(subject);
    try {
      if (!wire.pipeline(commands, ahead, responses, ends)) {
        heed(subject);
      }
    } catch (IOException e) {
      throw complaints.lost(subject, e, wire.lastComplaint());
    }
  }

  /// Lets the server speak up; see [ImapWire#idle].
  ///
  /// @throws dev.mailcask.base.Failure if the connection is lost
  Completion idle(
      String subject, Duration most, Consumer<WireResponse> responses, BooleanSupplier enough) {
    heed(subject);
    try {
      return wire.idle(most, responses, enough);
    } catch (IOException e) {
      throw complaints.lost(subject, e, wire.lastComplaint());
    }
  }

  /// Sends nothing more if the server asked for patience when it ended the last command with OK.
  private void heed(String subject) {
    Completion asked = wire.takeThrottling();
    if (asked != null) {
      throw Complaints.throttled(subject, asked);
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

  /// The number of messages that the server answers for in one command (MESSAGELIMIT, RFC 9738);
  /// the greatest there is where it says nothing.
  int messageLimit() {
    for (String capability : wire.getCapabilities().keySet()) {
      if (LIMIT.matcher(capability).matches()) {
        return Math.max(1, Integer.parseInt(capability.substring(capability.indexOf('=') + 1)));
      }
    }
    return Integer.MAX_VALUE;
  }

  /// Whether the server keeps mod-sequences (CONDSTORE, RFC 7162; QRESYNC implies it).
  boolean keepsModSeqs() {
    return !modSeqsRefused && (offers("CONDSTORE") || offers("QRESYNC"));
  }

  /// The server says that it keeps them, and does not understand what belongs to it.
  void forgoModSeqs() {
    modSeqsRefused = true;
  }

  /// Whether the server tells of messages that vanished (QRESYNC, RFC 7162 section 3.2).
  boolean resync() {
    return resync;
  }

  /// Asks for QRESYNC before the first folder is opened, as ENABLE is not allowed later (RFC 5161).
  /// It counts as switched on only if the server says so; some answer OK and nothing else (iCloud).
  void enableResync(String subject) {
    if (resyncAsked || !offers("QRESYNC") || !offers("ENABLE")) {
      return;
    }
    resyncAsked = true;
    Completion _ =
        command(
            subject,
            "ENABLE QRESYNC",
            null,
            response -> {
              if (response.is("ENABLED")) {
                String what = response.tokens("* ENABLED".length()).rest();
                resync |= List.of(what.toUpperCase(Locale.ROOT).split(" ", -1)).contains("QRESYNC");
              }
            });
  }

  /// Connects and logs in anew, after the connection was lost.
  void redial() {
    wire.disconnect();
    resyncAsked = false;
    resync = false;
    wire = opened();
  }

  void leave() {
    wire.leave();
  }

  /// A folder's name as an argument, byte for byte.
  static Argument name(String raw) {
    return new Argument().writeString(raw, StandardCharsets.ISO_8859_1);
  }
}
