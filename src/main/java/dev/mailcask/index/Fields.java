package dev.mailcask.index;

import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;

/// The fields of a message in the index.
///
/// Nothing but the message's identity and its time is stored: what people see comes from the
/// catalog and the archive. A change of the fields or of [Words] needs a new [#VERSION], upon which
/// the index is built anew by itself.
public final class Fields {

  /// The version of all this, kept in every commit.
  static final String VERSION = "1";

  /// The identity: 32 bytes, exact; as doc values too.
  public static final String ID = "id";

  /// When the message was received, in epoch milliseconds: a point, and doc values to sort by.
  public static final String RECEIVED = "received";

  /// The size in bytes: a point.
  public static final String SIZE = "size";

  // words

  public static final String FROM = "from";
  public static final String TO = "to";
  public static final String CC = "cc";
  public static final String BCC = "bcc";
  public static final String SUBJECT = "subject";
  public static final String BODY = "body";

  /// The names of attachments.
  public static final String FILE = "file";

  /// The paths of all folders in which the message was seen.
  public static final String FOLDER = "folder";

  /// The Message-ID.
  public static final String MESSAGE_ID = "msgid";

  // exact

  /// The names of all accounts in which the message was seen.
  public static final String ACCOUNT = "account";

  /// What the message is or has: one of the values below.
  public static final String IS = "is";

  /// It has an attachment that is not part of its text.
  public static final String IS_ATTACHED = "attachment";

  /// It is in a folder on the server, as far as the last backup saw.
  public static final String IS_CURRENT = "current";

  /// It is in no folder on any server any more.
  public static final String IS_GONE = "gone";

  /// Not all of its text is in the index.
  public static final String IS_DEFECTIVE = "defective";

  /// Words with their positions, for phrases. Without norms: they cost a tenth of the indexing
  /// time, and how long a mail is says little about how well it answers.
  static final FieldType WORDS = words();

  private Fields() {}

  private static FieldType words() {
    FieldType type = new FieldType();
    type.setTokenized(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    type.setOmitNorms(true);
    type.freeze();
    return type;
  }
}
