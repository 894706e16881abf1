package dev.mailcask.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.testing.Corpora;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.junit.jupiter.api.Test;

/// Reads real mail, and compares the parts found with those that another parser finds.
class CorpusTest {

  private final List<String> differences = new ArrayList<>();
  private int messages;

  @Test
  void findsTheSamePartsInMailingListsAsMime4j() throws IOException {
    Corpora.each("list-usrp-users-2019-2021", 800, this::compare);
    assertThat(messages).isEqualTo(800);
    assertThat(differences).isEmpty();
  }

  @Test
  void findsTheSamePartsInSpamAsMime4jButForBrokenOnes() throws IOException {
    Corpora.each("spamassassin", 6000, this::compare);
    assertThat(messages).isEqualTo(6000);
    assertThat(differences).as("broken encodings").hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void readsOddities() throws IOException {
    Corpora.each(
        "fixtures-eml",
        10_000,
        bytes -> {
          messages++;
          ParsedMessage parsed = MessageParser.parse(Content.of(bytes));
          assertThat(parsed.fields()).isNotNull();
        });
    assertThat(messages).isGreaterThan(1000);
  }

  private void compare(byte[] message) {
    messages++;
    Set<String> ours = ours(message);
    Set<String> theirs = theirs(message);
    if (!ours.equals(theirs)) {
      differences.add(ContentId.of(message).toString());
    }
  }

  /// The decoded bytes of each part that holds no other.
  private static Set<String> ours(byte[] bytes) {
    Content message = Content.of(bytes);
    List<MimePart> parts = MimeScanner.scan(message).parts();
    Set<Integer> holders = parts.stream().map(MimePart::parent).collect(Collectors.toSet());
    return parts.stream()
        .filter(part -> !holders.contains(part.index()) && !part.isMultipart())
        .map(part -> part.type() + " " + hash(message, part.index()))
        .collect(Collectors.toSet());
  }

  private static String hash(Content message, int part) {
    try (InputStream in = PartReader.open(message, part).orElseThrow()) {
      return hash(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> theirs(byte[] bytes) {
    MimeTokenStream stream =
        new MimeTokenStream(
            MimeConfig.custom()
                .setMaxLineLen(-1)
                .setMaxHeaderLen(-1)
                .setMaxHeaderCount(-1)
                .build());
    stream.parse(new ByteArrayInputStream(bytes));
    List<String> parts = new ArrayList<>();
    try {
      for (EntityState state = stream.getState();
          state != EntityState.T_END_OF_STREAM;
          state = stream.next()) {
        if (state == EntityState.T_BODY) {
          // In a Turkish locale, as in these tests, mime4j takes TEXT/PLAIN for "text/plaın".
          String type = stream.getBodyDescriptor().getMimeType().replace('ı', 'i');
          parts.add(type + " " + hash(stream.getDecodedInputStream().readAllBytes()));
        }
      }
    } catch (IOException | MimeException e) {
      parts.add(e.toString());
    }
    return Set.copyOf(parts);
  }

  /// Without white space: decoders differ in the line breaks at the ends of encoded texts.
  private static String hash(byte[] body) {
    byte[] dense = new byte[body.length];
    int length = 0;
    for (byte b : body) {
      if (b > ' ' || b < 0) {
        dense[length++] = b;
      }
    }
    return ContentId.of(dense, 0, length).toString();
  }
}
