package dev.mailcask.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Content;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Labels that are wrong, missing or unknown.
class CharsetsTest {

  private static final String RUSSIAN =
      "Привет, Анна! Встреча завтра в десять часов утра, не забудь документы. Борис";
  private static final String JAPANESE = "お世話になっております。明日の会議の件でご連絡いたします。";
  private static final String CHINESE = "您好，明天上午十点我们在会议室开会，请准备好相关的文件资料。谢谢";
  private static final String TAIWANESE = "您好，明天上午十點我們在會議室開會，請準備好相關的文件資料。謝謝";
  private static final String KOREAN = "안녕하세요. 내일 오전 열 시에 회의가 있습니다. 자료를 준비해 주세요.";
  private static final String GREEK = "Καλημέρα, η συνάντηση είναι αύριο το πρωί στις δέκα";
  private static final String HEBREW = "שלום, הפגישה מחר בעשר בבוקר, נא לא לאחר";
  private static final String ARABIC = "مرحبا، الاجتماع غدا الساعة العاشرة صباحا";
  private static final String GERMAN =
      "Schöne Grüße aus München – bis morgen früh um zehn Uhr, 5 €";

  private static String text(String label, String text, String charset) {
    return text(label, text.getBytes(Charset.forName(charset)));
  }

  private static String text(String label, byte[] body) {
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    String type = label.isEmpty() ? "" : "Content-Type: " + label + "\n";
    mail.writeBytes(("Subject: x\n" + type + "\n").getBytes(StandardCharsets.ISO_8859_1));
    mail.writeBytes(body);
    return MessageParser.parse(Content.of(mail.toByteArray())).text();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain; charset=us-ascii",
        "text/plain; charset=iso-8859-1",
        "text/plain; charset=x-unknown",
        "text/plain; charset=unknown-8bit",
        "text/plain; charset=utf-8",
        "text/plain; charset=\"\""
      })
  void textInOtherAlphabetsIsGuessedWhereTheLabelCannotBe(String label) {
    assertThat(text(label, RUSSIAN, "KOI8-R")).isEqualTo(RUSSIAN);
    assertThat(text(label, RUSSIAN, "windows-1251")).isEqualTo(RUSSIAN);
    assertThat(text(label, RUSSIAN, "ISO-8859-5")).isEqualTo(RUSSIAN);
    assertThat(text(label, JAPANESE, "Shift_JIS")).isEqualTo(JAPANESE);
    assertThat(text(label, JAPANESE, "EUC-JP")).isEqualTo(JAPANESE);
    assertThat(text(label, CHINESE, "GB18030")).isEqualTo(CHINESE);
    assertThat(text(label, TAIWANESE, "Big5")).isEqualTo(TAIWANESE);
    assertThat(text(label, KOREAN, "EUC-KR")).isEqualTo(KOREAN);
    assertThat(text(label, GREEK, "ISO-8859-7")).isEqualTo(GREEK);
    assertThat(text(label, HEBREW, "ISO-8859-8")).isEqualTo(HEBREW);
    assertThat(text(label, ARABIC, "windows-1256")).isEqualTo(ARABIC);
    assertThat(text(label, GERMAN, "windows-1252")).isEqualTo(GERMAN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "text/plain; charset=us-ascii", "text/plain; charset=iso-8859-1",
        "text/plain; charset=koi8-r", "text/plain; charset=gb2312", "text/plain; charset=shift_jis"
      })
  void utf8IsUtf8WhateverTheLabel(String label) {
    assertThat(text(label, RUSSIAN, "UTF-8")).isEqualTo(RUSSIAN);
    assertThat(text(label, CHINESE, "UTF-8")).isEqualTo(CHINESE);
  }

  @ParameterizedTest
  @CsvSource({
    "koi8-r, KOI8-R",
    "koi8r, KOI8-R",
    "win-1251, windows-1251",
    "cp-1251, windows-1251",
    "windows-1251;, windows-1251",
    "'=windows-1251', windows-1251",
    "x-cp1251, windows-1251",
    "cp866, IBM866",
    "iso-ir-111, "
  })
  void labelsAreReadAsTheyAreMeant(String label, String charset) {
    Charset found = Charsets.find(label);
    if (charset == null) {
      assertThat(found).isNull();
    } else {
      assertThat(found).isEqualTo(Charset.forName(charset));
      assertThat(text("text/plain; charset=" + label, RUSSIAN, charset)).isEqualTo(RUSSIAN);
    }
  }

  @Test
  void utf16IsReadWithAndWithoutMark() {
    for (String label : new String[] {"text/plain; charset=utf-16", "", "text/plain; charset=x"}) {
      assertThat(text(label, GERMAN, "UTF-16LE")).isEqualTo(GERMAN);
      assertThat(text(label, GERMAN, "UTF-16BE")).isEqualTo(GERMAN);
      assertThat(text(label, "plain words", "UTF-16LE")).isEqualTo("plain words");
      assertThat(text(label, "\uFEFF" + GERMAN, "UTF-16LE").replace("\uFEFF", ""))
          .isEqualTo(GERMAN);
    }
    assertThat(text("", "\uFEFF" + RUSSIAN, "UTF-8")).isEqualTo(RUSSIAN);
  }

  @Test
  void escapesAreReadWithoutLabel() {
    for (String label : new String[] {"", "text/plain; charset=us-ascii"}) {
      assertThat(text(label, JAPANESE, "ISO-2022-JP")).isEqualTo(JAPANESE);
      assertThat(text(label, KOREAN, "ISO-2022-KR")).isEqualTo(KOREAN);
    }
    byte[] mail = ("Subject: " + JAPANESE + "\n\nx").getBytes(Charset.forName("ISO-2022-JP"));
    assertThat(EnvelopeParser.parse(Content.of(mail)).subject()).isEqualTo(JAPANESE);
    String terminal = "a\u001b[31mred\u001b[0m";
    assertThat(text("", terminal, "US-ASCII")).isEqualTo(terminal);
  }

  @Test
  void charsetsOfSevenBitsAreRead() {
    assertThat(text("text/plain; charset=utf-7", "Hi Mom +Jjo--! 1 +- 2 +AOQ-", "US-ASCII"))
        .isEqualTo("Hi Mom ☺-! 1 + 2 ä");
    assertThat(text("text/plain; charset=unicode-1-1-utf-7", "+ZeVnLIqe-", "US-ASCII"))
        .isEqualTo("日本語");
    assertThat(
            text(
                "text/plain; charset=hz-gb-2312",
                "This is ~{<:Ky2;S{#,NpJ)l6HK!#~}Bye ~~.",
                "US-ASCII"))
        .isEqualTo("This is 己所不欲，勿施於人。Bye ~.");
  }

  @Test
  void htmlMayNameItsCharset() {
    String html = "<html><head><meta charset=\"koi8-r\"></head><p>да</p>";
    assertThat(text("text/html", html, "KOI8-R")).isEqualTo("да\n");
    String old =
        "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>да</p>";
    assertThat(text("text/html", old, "windows-1251")).isEqualTo("да\n");
  }

  @Test
  void headersWithoutLabelAreGuessed() {
    byte[] mail = ("Subject: " + RUSSIAN + "\n\nx").getBytes(Charset.forName("KOI8-R"));
    assertThat(EnvelopeParser.parse(Content.of(mail)).subject()).isEqualTo(RUSSIAN);
  }

  @Test
  void anyBytesAreReadInAnyCharset() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String[] labels = {"utf-7", "hz", "utf-16", "iso-2022-jp", "x", "utf-8", "big5", "iso-2022-kr"};
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      String read =
          Charsets.decode(bytes, 0, bytes.length, Charsets.find(labels[i % labels.length]));
      assertThat(read).as("seed %d", seed).isNotNull();
    }
  }
}
