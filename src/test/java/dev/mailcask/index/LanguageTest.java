package dev.mailcask.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {

  private final Language language = new Language();
  private final Words words = new Words();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "de; Anbei die Rechnung für März. Bitte überweisen Sie den Betrag bis Freitag.",
        "de; Mit freundlichen Grüßen",
        "en; Please find the invoice for March attached. Payment is due by Friday.",
        "en; Thanks, see you on Monday at the station",
        "fr; Bonjour, vous trouverez ci-joint la facture du mois de mars.",
        "es; Hola, le envío la factura de marzo. Muchas gracias por su pago.",
        "it; Buongiorno, in allegato la fattura di marzo. Grazie per il pagamento.",
        "pt; Olá, segue em anexo a fatura de março. Obrigado pela atenção.",
        "nl; Geachte heer, hierbij de factuur van maart. Wij verwachten uw betaling.",
        "sv; Hej, här kommer fakturan för mars. Vänligen betala senast på fredag, tack.",
        "no; Hei, her er fakturaen for mars. Vennligst betal innen fredag, takk skal du ha.",
        "da; Hej, her er fakturaen for marts. Betal venligst senest på fredag, ikke efter.",
        "fi; Hei, liitteenä on maaliskuun lasku. Kiitos, että maksat sen ajoissa.",
        "pl; Dzień dobry, w załączniku przesyłam fakturę za marzec. Proszę o wpłatę do piątku.",
        "cs; Dobrý den, v příloze je faktura za březen. Prosím, zaplaťte ji do pátku.",
        "sk; Dobrý deň, v prílohe je faktúra za marec. Prosím, zaplaťte ju do piatku, ďakujem.",
        "hu; Tisztelt Uram, mellékelve küldöm a márciusi számlát. Köszönöm, hogy fizet.",
        "ro; Bună ziua, vă trimit factura pentru luna martie. Mulțumesc și o zi bună.",
        "hr; Poštovani, u privitku je račun za ožujak. Hvala što plaćate na vrijeme, lijep pozdrav.",
        "tr; Merhaba, mart ayı faturası ekte. Lütfen cuma gününe kadar ödeyiniz, teşekkür ederiz.",
        "id; Selamat pagi, ini adalah faktur untuk bulan Maret. Terima kasih dan mohon dibayar.",
        "ru; Добрый день, во вложении счёт за март. Спасибо, что оплатите его до пятницы.",
        "uk; Добрий день, це рахунок за березень. Дякую, якщо сплатите його до п'ятниці.",
        "bg; Здравейте, това е фактурата за март. Благодаря, че ще платите до петък.",
        "el; Καλημέρα, σας στέλνω το τιμολόγιο του Μαρτίου.",
        "ar; السلام عليكم، هذه فاتورة شهر مارس. شكرا على الدفع قبل يوم الجمعة.",
        "fa; سلام، این فاکتور ماه مارس است. لطفا آن را تا جمعه پرداخت کنید.",
        "he; שלום, מצורפת החשבונית לחודש מרץ. תודה.",
        "zh; 您好，附件是三月份的发票，请在周五之前付款。",
        "ja; お世話になっております。三月分の請求書を添付いたします。",
        "ko; 안녕하세요, 3월 청구서를 첨부합니다. 감사합니다.",
        "th; เรียนลูกค้า ใบแจ้งหนี้เดือนมีนาคมแนบมาพร้อมนี้",
        "hi; नमस्ते, मार्च का बिल संलग्न है।",
        "und; 4711 0815 2024-03-05",
        "und; Kernel md0 raid1 sda1",
      })
  void tellsTheLanguageOfAShortText(String code, String text) {
    assertThat(codeOf(text)).isEqualTo(code);
  }

  @Test
  void mixedMailIsInTheLanguageThatMostOfItIsIn() {
    assertThat(codeOf("您好，附件是三月份的发票，请在周五之前付款。谢谢您的合作。 Best regards, ACME Ltd.")).isEqualTo("zh");
    assertThat(
            codeOf(
                "Hallo, kannst du das bitte bei dir testen? Der Build ist nicht grün. see the log"))
        .isEqualTo("de");
  }

  @Test
  void nothingIsCarriedOverToTheNextText() {
    assertThat(codeOf("der die das und ist nicht")).isEqualTo("de");
    assertThat(codeOf("the and of to is in that")).isEqualTo("en");
    assertThat(codeOf("")).isEqualTo("und");
    assertThat(Language.codes()).doesNotHaveDuplicates().contains("de", "zh");
  }

  private String codeOf(String text) {
    language.reset();
    words.reset(text);
    while (words.next()) {
      language.word(words.bytes(), words.length());
    }
    return language.code();
  }
}
