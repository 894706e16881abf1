package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one FETCH response tells (RFC 3501 section 7.4.2). Servers may split, repeat, reorder and
/// add to what was asked for; an item that makes no sense takes nothing else with it.
///
/// @param sequence the message's sequence number, which is good for counting only
/// @param uid 0 where the response has none: it cannot be attributed then
/// @param flags null where it tells none
/// @param internalDate as sent, null where it tells none
/// @param size -1 where it tells none
/// @param objectId what the server calls the message, with the item's name before it; empty where
///     it does not say
/// @param hasBody whether it has a body item
/// @param body null where the body item is missing or NIL
/// @param piece a part of the body, null where it tells none
record FetchAnswer(
    long sequence,
    long uid,
    @Nullable List<String> flags,
    @Nullable String internalDate,
    long size,
    String objectId,
    boolean hasBody,
    @Nullable Content body,
    @Nullable Piece piece) {

  /// Some of the body's bytes.
  ///
  /// @param from where they begin, as the server says
  record Piece(long from, Content bytes) {}

  private static final Pattern OBJECT_ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  /// A number so long is the size of no message.
  private static final Pattern PIECE = Pattern.compile("BODY\\[]<(\\d{1,18})>");

  static final String EMAILID = "EMAILID";
  static final String GMAIL_ID = "X-GM-MSGID";

  private static final Set<String> KNOWN =
      Set.of("UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "BODY[]", EMAILID, GMAIL_ID);

  /// Parses a response for which [WireResponse#isFetch()] holds.
  static FetchAnswer of(WireResponse response, FlagSets flagSets) {
    Tokens tokens = response.tokens(2);
    long sequence = tokens.number();
    long uid = 0;
    List<String> flags = null;
    String internalDate = null;
    long size = -1;
    String objectId = "";
    boolean hasBody = false;
    Content body = null;
    Piece piece = null;

    String _ = tokens.word();
    tokens.take('(');
    while (tokens.more() && !tokens.at(')')) {
      String item = tokens.word();
      switch (canonical(item)) {
        case "UID" -> uid = tokens.number();
        case "FLAGS" -> flags = flagSets.of(tokens.rawList());
        case "INTERNALDATE" -> internalDate = tokens.string();
        case "RFC822.SIZE" -> size = tokens.number();
        case EMAILID -> objectId = named(EMAILID, tokens);
        case GMAIL_ID -> objectId = named(GMAIL_ID, tokens);
        case "BODY[]" -> {
          hasBody = true;
          body = tokens.content();
        }
        default -> {
          Matcher range = PIECE.matcher(canonical(item));
          if (range.matches()) {
            Content bytes = tokens.content();
            piece = bytes == null ? null : new Piece(Long.parseLong(range.group(1)), bytes);
          } else {
            skipUnknown(tokens, item);
          }
        }
      }
    }
    return new FetchAnswer(
        sequence, uid, flags, internalDate, size, objectId, hasBody, body, piece);
  }

  /// A name is letters, digits, `-` and `_` (RFC 8474 section 7); any other counts for nothing.
  private static String named(String item, Tokens tokens) {
    List<String> list = tokens.at('(') ? tokens.list() : null;
    String value = list == null ? tokens.string() : String.join(" ", list);
    return value != null && OBJECT_ID.matcher(value).matches() ? item + ' ' + value : "";
  }

  private static String canonical(String item) {
    return KNOWN.contains(item) ? item : item.toUpperCase(Locale.ROOT);
  }

  /// Passes over the value of an item that nobody asked for, unless it has none and the next item
  /// follows at once.
  private static void skipUnknown(Tokens tokens, String item) {
    if (item.isEmpty()) {
      tokens.skip();
      return;
    }
    int mark = tokens.mark();
    String next = tokens.word();
    tokens.back(mark);
    if (!KNOWN.contains(canonical(next))) {
      tokens.skipValue();
    }
  }
}
