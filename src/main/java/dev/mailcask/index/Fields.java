package dev.mailcask.index;

import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;

/// The fields of a message in the index.
///
/// Nothing is stored but what messages are found, sorted and counted by: what people see comes from
/// the catalog and the archive. A change of the fields or of [Words] needs a new [#VERSION], upon
/// which the index is built anew by itself, beside the one there is.
public final class Fields {

  /// The version of all this, kept in every commit. As long as the part before the dot stays, a
  /// program can search an index of another version while it builds one of its own.
  static final String VERSION = "2.0";

  /// The identity: 32 bytes, exact; as doc values too.
  public static final String ID = "id";

  /// When the message was received, in epoch milliseconds: a point, and doc values to sort by. The
  /// index is in this order, newest first, so that a search may end when it has enough.
  public static final String RECEIVED = "received";

  /// The size in bytes: a point.
  public static final String SIZE = "size";

  // words

  public static final String FROM = "from";
  public static final String TO = "to";
  public static final String CC = "cc";
  public static final String BCC = "bcc";
  public static final String SUBJECT = "subject";

  /// What the sender wrote.
  public static final String BODY = "body";

  /// What others wrote and the sender quoted, what stands below every mail, and what HTML hides.
  public static final String QUOTED = "quoted";

  /// The text of attachments.
  public static final String ATTACHED = "attached";

  /// The names of attachments.
  public static final String FILE = "file";

  /// The identifier of the mailing list.
  public static final String LIST = "list";

  /// Long words of [#BODY] backwards, of messages in languages that write compounds
  /// as one word: to find words by their ends. Without positions.
  public static final String TAIL = "tail";

  // exact

  /// The [Hashes] of the Message-ID.
  public static final String MESSAGE_ID = "msgid";

  /// The [Hashes] of the message ids that the message goes back to.
  public static final String REFERENCES = "ref";

  /// The [Hashes] of the base subject in lower case.
  public static final String TOPIC = "topic";

  /// The language, as ISO 639 calls it, where it could be told.
  public static final String LANGUAGE = "lang";

  /// The kinds of its attachments: [AttachmentKind#term()].
  public static final String KIND = "kind";

  /// What the message is or has: one of the values below.
  public static final String IS = "is";

  /// It has an attachment that is not part of its text.
  public static final String IS_ATTACHED = "attachment";

  /// Its own text has a link to the web.
  public static final String IS_LINKED = "link";

  /// It has an invitation, or another entry of a calendar.
  public static final String IS_INVITATION = "invitation";

  /// Its text cannot be read by us, or not all of it.
  public static final String IS_ENCRYPTED = "encrypted";

  /// It carries a signature.
  public static final String IS_SIGNED = "signed";

  /// Its subject says that it is a reply, and nothing says to what.
  public static final String IS_ORPHANED = "orphaned";

  /// Not all of its text is in the index.
  public static final String IS_DEFECTIVE = "defective";

  /// It could not be read from the archive, and is in the index by what the catalog knows of it.
  public static final String IS_UNREAD_BODY = "unreadable";

  /// It has attachments whose text is still to be read.
  public static final String IS_WAITING = "waiting";

  /// It has an attachment that has given no text, see [Attachments#unread].
  public static final String IS_UNREAD_ATTACHMENT = "unread-attachment";

  // doc values

  /// Where the message is and was: see [PlacementCodec]. Changed alone.
  public static final String STATE = "state";

  /// The upper 48 bits of the [Hashes] of the sender's address, to count messages by.
  public static final String SENDER = "sender";

  /// The kinds of attachments as bits, by the order of [AttachmentKind]; missing where it has none.
  public static final String KINDS = "kinds";

  /// Words with their positions, for phrases. Without norms: they cost a tenth of the indexing
  /// time, and how long a mail is says little about how well it answers.
  static final FieldType WORDS = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);

  /// Words alone.
  static final FieldType BARE_WORDS = type(IndexOptions.DOCS);

  private Fields() {}

  private static FieldType type(IndexOptions options) {
    FieldType type = new FieldType();
    type.setTokenized(true);
    type.setIndexOptions(options);
    type.setOmitNorms(true);
    type.freeze();
    return type;
  }

  /// Newest first: the order of the index.
  public static SortField newestFirst() {
    return LongField.newSortField(RECEIVED, true, SortedNumericSelector.Type.MAX);
  }
}
