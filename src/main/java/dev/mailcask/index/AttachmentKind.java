package dev.mailcask.index;

import dev.mailcask.message.Attachment;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What an attached file is to people, told by its media type, or by its name where the type says
/// nothing, as is usual.
public enum AttachmentKind {
  PDF(0, "application/pdf", "pdf"),
  IMAGE(1, "image/", "jpg jpeg png gif bmp tif tiff webp heic heif svg ico psd raw cr2 nef"),
  DOCUMENT(
      2,
      "msword wordprocessing opendocument.text rtf epub pages",
      "doc docx docm dot dotx odt ott rtf epub pages wpd tex"),
  SPREADSHEET(3, "ms-excel spreadsheet csv", "xls xlsx xlsm xlsb xlt ods ots csv tsv numbers"),
  PRESENTATION(4, "ms-powerpoint presentation", "ppt pptx pptm pps ppsx odp otp key"),
  CALENDAR(5, "text/calendar application/ics", "ics ical vcs"),
  CONTACT(6, "text/vcard text/x-vcard text/directory", "vcf vcard"),
  MESSAGE(7, "message/rfc822 message/global ms-outlook", "eml msg mbox"),
  ARCHIVE(
      8,
      "zip gzip x-tar x-7z x-rar bzip2 x-xz zstd compressed",
      "zip gz tgz tar 7z rar bz2 xz zst lz arj cab iso dmg jar"),
  AUDIO(9, "audio/", "mp3 wav ogg oga flac m4a aac wma amr opus mid"),
  VIDEO(10, "video/", "mp4 mov avi mkv webm wmv mpg mpeg m4v 3gp flv"),
  SIGNATURE(11, "pkcs7-signature pgp-signature pgp-keys", "p7s asc sig"),
  TEXT(12, "text/", "txt log md patch diff html htm xml json yaml yml c h java py sh conf ini"),
  OTHER(
      13,
      "",
      "exe msi bat cmd dll apk deb rpm bin dat db sql sqlite mdb accdb bak tmp dwg dxf stl step stp"
          + " ai eps ps indd pub vsd vsdx mpp one odg odf odb xps oxps djvu mobi azw azw3 fb2 swf"
          + " cer crt pem pfx p12 p10 p7m p7b p7c gpg pgp ttf otf woff woff2 gpx kml kmz torrent"
          + " css js ts php rb go rs cpp hpp cs kt swift pl r ipynb rss url lnk webloc wps sxw sxc"
          + " qif ofx sta mt940 xsd xsl xslt xhtml mht mhtml toml cfg reg plist");

  /// Types that say nothing but that it is a file.
  private static final List<String> NAMELESS =
      List.of("application/octet-stream", "application/x-download", "application/force-download");

  private static final Map<String, AttachmentKind> BY_EXTENSION = byExtension();

  private final long bit;

  @SuppressWarnings("ImmutableEnumChecker") // from List.of
  private final List<String> types;

  private final String extensions;

  AttachmentKind(int number, String types, String extensions) {
    this.bit = 1L << number;
    this.types = types.isEmpty() ? List.of() : List.of(types.split(" ", -1));
    this.extensions = extensions;
  }

  private static Map<String, AttachmentKind> byExtension() {
    Map<String, AttachmentKind> all = new HashMap<>();
    for (AttachmentKind kind : values()) {
      for (String extension : kind.extensions.split(" ", -1)) {
        if (all.put(extension, kind) != null) {
          throw new IllegalStateException("two kinds of files end in " + extension);
        }
      }
    }
    return Map.copyOf(all);
  }

  /// The kind of an attachment.
  public static AttachmentKind of(Attachment attachment) {
    AttachmentKind byName = byName(attachment.name());
    boolean nameless = attachment.type().isEmpty() || NAMELESS.contains(attachment.type());
    AttachmentKind byType = nameless ? OTHER : byType(attachment.type());
    return byType == OTHER || (byType == TEXT && byName != OTHER) ? byName : byType;
  }

  private static AttachmentKind byType(String type) {
    for (AttachmentKind kind : values()) {
      if (kind.types.stream().anyMatch(type::contains)) {
        return kind;
      }
    }
    return OTHER;
  }

  private static AttachmentKind byName(String name) {
    int dot = name.lastIndexOf('.');
    String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    return extension.isEmpty() ? OTHER : BY_EXTENSION.getOrDefault(extension, OTHER);
  }

  /// Whether an attachment may have text that is not in the message itself: not what one hears, and
  /// not what only dresses the message up.
  static boolean isReadable(Attachment attachment) {
    return switch (of(attachment)) {
      case AUDIO, VIDEO, SIGNATURE, CALENDAR -> false;
      case IMAGE -> !attachment.inline();
      default -> true;
    };
  }

  /// Whether names of files are known to end so.
  ///
  /// @param extension in lower case, without the dot
  public static boolean isExtension(String extension) {
    return BY_EXTENSION.containsKey(extension);
  }

  /// Its bit in [Fields#KINDS].
  public long bit() {
    return bit;
  }

  /// Its term in the index, and its name in queries.
  public String term() {
    return name().toLowerCase(Locale.ROOT);
  }
}
