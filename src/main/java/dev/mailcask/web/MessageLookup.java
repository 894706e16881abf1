package dev.mailcask.web;

import dev.mailcask.archive.Archive;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Message;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Finds messages by what people give as their identity.
final class MessageLookup {

  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8,64}");

  private final Catalog catalog;
  private final Archive archive;

  MessageLookup(WebServices services) {
    catalog = services.catalog();
    archive = services.archive();
  }

  /// @param text an identity in hexadecimal, or the first eight or more digits of only one
  /// @throws HttpProblem with 404 if there is none, or more than one
  ContentId id(String text) {
    if (!ID.matcher(text).matches()) {
      throw unknown("it is not an identity of a message");
    }
    List<ContentId> found = catalog.byPrefix(text.toLowerCase(Locale.ROOT));
    if (found.size() != 1) {
      throw unknown(
          found.isEmpty()
              ? "there is no such message"
              : "several messages begin with these digits");
    }
    return found.getFirst();
  }

  private static HttpProblem unknown(String detail) {
    return HttpProblem.notFound("message", detail, "give its identity with more digits, or search");
  }

  /// The message as the catalog knows it.
  Message message(String text) {
    return catalog.message(id(text)).orElseThrow(() -> unknown("there is no such message"));
  }

  /// Its exact bytes.
  ///
  /// @throws Failure.Corrupt if the catalog knows it, but no pack holds it
  Content content(ContentId id) {
    return archive
        .read(id)
        .orElseThrow(
            () ->
                new Failure.Corrupt(
                    "message " + id.toString().substring(0, ContentId.MIN_PREFIX),
                    "no pack of the archive holds it",
                    "run verify to see what else is missing, and put back archive/packs from a copy",
                    null));
  }
}
