package dev.mailcask.message;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The words with which mail programs introduce what they quote, in the languages they speak.
///
/// No standard says how; these are what Outlook, Gmail, Apple Mail, Thunderbird, Lotus Notes and
/// Yahoo write. A line counts by several signs together, so that the word alone, in a sentence,
/// does not.
final class QuoteMarks {

  private static final int MAX_NAME = 20;
  private static final int MAX_LINE = 300;

  /// Between dashes, on a line of its own.
  private static final Set<String> SEPARATORS =
      Set.of(
          "original message",
          "original appointment",
          "forwarded message",
          "ursprüngliche nachricht",
          "urspruengliche nachricht",
          "ursprünglicher termin",
          "original-nachricht",
          "originalnachricht",
          "weitergeleitete nachricht",
          "message original",
          "message d'origine",
          "message transféré",
          "mensaje original",
          "mensaje reenviado",
          "mensagem original",
          "mensagem encaminhada",
          "messaggio originale",
          "messaggio inoltrato",
          "oorspronkelijk bericht",
          "doorgestuurd bericht",
          "ursprungligt meddelande",
          "originalmeddelande",
          "vidarebefordrat meddelande",
          "oprindelig meddelelse",
          "videresendt meddelelse",
          "opprinnelig melding",
          "videresendt melding",
          "alkuperäinen viesti",
          "původní zpráva",
          "přeposlaná zpráva",
          "pôvodná správa",
          "wiadomość oryginalna",
          "treść oryginalnej wiadomości",
          "wiadomość przekazana",
          "eredeti üzenet",
          "mesaj original",
          "orijinal mesaj",
          "исходное сообщение",
          "пересылаемое сообщение",
          "пересланное сообщение",
          "оригинальное сообщение",
          "αρχικό μήνυμα",
          "邮件原件",
          "原始邮件",
          "原始郵件",
          "转发的消息",
          "元のメッセージ",
          "転送メッセージ",
          "원본 메시지",
          "הודעה מקורית",
          "الرسالة الأصلية");

  /// Without dashes, as Apple Mail begins what it forwards.
  private static final List<String> FORWARDS =
      List.of(
          "begin forwarded message:",
          "anfang der weitergeleiteten nachricht:",
          "début du message réexpédié",
          "début du message transféré",
          "inizio messaggio inoltrato:",
          "inicio del mensaje reenviado:",
          "início da mensagem reencaminhada:",
          "begin doorgestuurd bericht:",
          "vidarebefordrat brev:",
          "начало переадресованного сообщения:");

  /// How the sender is named by the first line of a copied header.
  private static final Set<String> FROM =
      Set.of(
          "from",
          "von",
          "de",
          "da",
          "van",
          "från",
          "fra",
          "lähettäjä",
          "od",
          "feladó",
          "kimden",
          "gönderen",
          "expéditeur",
          "de la",
          "от",
          "від",
          "от кого",
          "από",
          "发件人",
          "寄件者",
          "差出人",
          "보낸 사람",
          "보낸사람",
          "מאת",
          "من");

  /// The names of the other lines of a copied header.
  private static final Set<String> OTHERS =
      Set.of(
          "sent",
          "date",
          "to",
          "cc",
          "subject",
          "reply-to",
          "gesendet",
          "datum",
          "an",
          "kopie",
          "betreff",
          "antwort an",
          "envoyé",
          "à",
          "objet",
          "enviado",
          "enviado el",
          "fecha",
          "para",
          "asunto",
          "data",
          "assunto",
          "inviato",
          "a",
          "oggetto",
          "verzonden",
          "aan",
          "onderwerp",
          "skickat",
          "till",
          "kopia",
          "ämne",
          "sendt",
          "til",
          "emne",
          "dato",
          "lähetetty",
          "vastaanottaja",
          "aihe",
          "odesláno",
          "komu",
          "předmět",
          "wysłano",
          "do",
          "dw",
          "temat",
          "elküldve",
          "címzett",
          "tárgy",
          "gönderme tarihi",
          "tarih",
          "kime",
          "konu",
          "trimis",
          "către",
          "subiect",
          "отправлено",
          "дата",
          "кому",
          "копия",
          "тема",
          "надіслано",
          "στάλθηκε",
          "ημερομηνία",
          "προς",
          "θέμα",
          "发送时间",
          "收件人",
          "抄送",
          "主题",
          "日期",
          "寄件日期",
          "收件者",
          "副本",
          "主旨",
          "送信日時",
          "日時",
          "宛先",
          "件名",
          "보낸 날짜",
          "받는 사람",
          "받는사람",
          "참조",
          "제목",
          "날짜",
          "נשלח",
          "אל",
          "נושא",
          "التاريخ",
          "إلى",
          "الموضوع");

  /// Words before the colon of "On ... wrote:".
  private static final List<String> WROTE =
      List.of(
          "wrote",
          "writes",
          "schrieb",
          "schreibt",
          "geschrieben",
          "écrit",
          "escribió",
          "scritto",
          "schreef",
          "geschreven",
          "escreveu",
          "skrev",
          "kirjoitti",
          "napsal",
          "napísal",
          "napisał",
          "pisze",
          "написал",
          "пишет",
          "писал",
          "пише",
          "написав",
          "yazdı",
          "írta",
          "έγραψε",
          "a scris",
          "写道",
          "寫道",
          "のメール",
          "書きました",
          "작성",
          "כתב",
          "كتب");

  private static final List<String> OPENERS =
      List.of(
          "on ",
          "at ",
          "in ",
          "quoting ",
          "am ",
          "le ",
          "el ",
          "il ",
          "em ",
          "op ",
          "den ",
          "på ",
          "pe ",
          "w dniu ",
          "dne ",
          "dňa ",
          "ti ",
          "la ",
          "στις ",
          "в ",
          "на ",
          "le\u00a0",
          "a(z) ");

  private QuoteMarks() {}

  /// Whether a line says by itself that what follows it is not the sender's.
  static boolean isSeparator(String line) {
    if (line.length() > MAX_LINE || line.length() < 4) {
      return false;
    }
    boolean dashes = line.charAt(0) == '-';
    if (!dashes && !endsWithColon(line)) {
      return false;
    }
    String words = line.toLowerCase(Locale.ROOT);
    if (!dashes) {
      return FORWARDS.stream().anyMatch(words::startsWith);
    }
    int from = 0;
    int to = words.length();
    while (from < to && (words.charAt(from) == '-' || words.charAt(from) <= ' ')) {
      from++;
    }
    while (to > from && "-: \t".indexOf(words.charAt(to - 1)) >= 0) {
      to--;
    }
    String bare = words.substring(from, to);
    return SEPARATORS.contains(bare) || bare.startsWith("forwarded by ");
  }

  /// Whether a line, or what was wrapped to several, ends in "so-and-so wrote:" and names a time or
  /// an address.
  static boolean isAttribution(String lines) {
    if (lines.length() > MAX_LINE || !endsWithColon(lines)) {
      return false;
    }
    String lower = lines.toLowerCase(Locale.ROOT);
    boolean address = lower.indexOf('@') >= 0;
    boolean digits = lower.chars().anyMatch(Character::isDigit);
    boolean wrote = WROTE.stream().anyMatch(lower::contains);
    return wrote || (address && digits);
  }

  /// Whether a text begins as attributions do: "On Monday", "Am Montag".
  static boolean opensAttribution(String lines) {
    String lower = lines.substring(0, Math.min(lines.length(), MAX_NAME)).toLowerCase(Locale.ROOT);
    return OPENERS.stream().anyMatch(lower::startsWith);
  }

  /// Whether a line introduces what follows even though that is not marked line by line: it names a
  /// time, and says that somebody wrote.
  static boolean introducesRest(String line) {
    if (line.length() > MAX_LINE || !endsWithColon(line)) {
      return false;
    }
    String lower = line.toLowerCase(Locale.ROOT);
    boolean who = lower.indexOf('@') >= 0 || lower.indexOf('<') >= 0;
    return (who || namesTime(lower)) && hasYear(lower) && WROTE.stream().anyMatch(lower::contains);
  }

  private static boolean namesTime(String line) {
    for (int colon = line.indexOf(':'); colon > 0; colon = line.indexOf(':', colon + 1)) {
      if (isDigit(line, colon - 1) && isDigit(line, colon + 1) && isDigit(line, colon + 2)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasYear(String line) {
    for (int i = 0; i + 1 < line.length(); i++) {
      boolean century = line.startsWith("19", i) || line.startsWith("20", i);
      if ((century && isDigit(line, i + 2) && isDigit(line, i + 3))
          || (line.charAt(i) == '.' && isDigit(line, i + 1) && isDigit(line, i + 2))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDigit(String line, int at) {
    return at >= 0 && at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9';
  }

  static boolean endsWithColon(String line) {
    char last = line.isEmpty() ? ' ' : line.charAt(line.length() - 1);
    return last == ':' || last == '：';
  }

  /// Whether a line may be the first of a copied header. Quick to say no.
  static boolean namesSender(String text, int from, int to) {
    return from < to && mayNameSender(text.charAt(from)) && FROM.contains(name(text, from, to));
  }

  private static boolean mayNameSender(char first) {
    return first > 127 || "*fvdoklge".indexOf(Character.toLowerCase(first)) >= 0;
  }

  /// Whether a line is one that follows in a copied header.
  static boolean isHeaderLine(String text, int from, int to) {
    return OTHERS.contains(name(text, from, to));
  }

  /// What stands before the colon, in lower case; empty where there is none near.
  private static String name(String text, int from, int to) {
    int start = from;
    while (start < to && (text.charAt(start) == '*' || text.charAt(start) <= ' ')) {
      start++;
    }
    int max = Math.min(to, start + MAX_NAME);
    int colon = start;
    while (colon < max && text.charAt(colon) != ':' && text.charAt(colon) != '：') {
      colon++;
    }
    if (colon == max) {
      return "";
    }
    int end = colon;
    while (end > start && (text.charAt(end - 1) == '*' || isSpace(text.charAt(end - 1)))) {
      end--;
    }
    return text.substring(start, end).toLowerCase(Locale.ROOT);
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || c == 0xA0;
  }
}
