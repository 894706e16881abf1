package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.index.Language;
import dev.mailcask.index.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StemsTest {

  @ParameterizedTest
  @CsvSource({
    "de, Rechnung Rechnungen",
    "de, Buch Bücher Büchern Buches",
    "de, Kunde Kunden",
    "de, Haus Häuser Hauses Häusern",
    "de, bezahlen bezahlt bezahlte",
    "de, Zeugnis Zeugnisse",
    "de, Monat Monate Monats",
    "en, invoice invoices invoiced",
    "en, book booking booked books",
    "en, city cities",
    "en, university universities",
    "en, organize organizes organized organizing",
    "en, organization organizations",
    "en, refer refers referred referring",
    "en, supply supplies supplied supplying",
    "en, process processes processed processing",
    "en, create creates created creating",
    "en, service services",
    "en, class classes",
    "en, install installs installed installing instal",
    "en, reinstall reinstalled reinstalling",
    "en, uninstall uninstalls uninstalled",
    "en, recall recalls recalled recalling",
    "en, firewall firewalls firewalled",
    "en, signal signals signalled signaled signalling",
    "en, travel travelled traveling",
    "en, control controlled controlling",
    "en, dismiss dismisses dismissed dismissing",
    "en, witness witnesses witnessed witnessing",
    "en, harness harnesses harnessed",
    "en, focus focused focusing",
    "en, format formatted formatting",
    "en, business businesses",
    "en, evening evenings",
    "fr, facture factures facturé facturer",
    "fr, cheval chevaux",
    "fr, courrier courriers",
    "fr, premier première premiers",
    "fr, vérifier vérifie vérifié vérifiés",
    "es, factura facturas",
    "es, vuelo vuelos",
    "it, fattura fatture",
    "it, biglietto biglietti",
    "pt, fatura faturas",
    "pt, viagem viagens",
    "nl, factuur facturen",
    "nl, brief brieven",
    "nl, school scholen",
    "sv, faktura fakturor fakturan fakturorna",
    "no, regning regninger regningen",
    "da, regning regninger regningerne",
    "fi, lasku laskut laskun laskussa",
    "fi, koulu koulussa kouluun",
    "hu, számla számlát számlák számlákat",
    "pl, faktura faktury fakturę fakturze faktur",
    "cs, faktura faktury fakturu fakturou",
    "sk, škola školy školou",
    "ro, factura facturi facturilor facturii",
    "tr, fatura faturalar faturayı faturanın faturada",
    "ru, билет билеты билетов билетом",
    "ru, оплата оплаты оплату",
    "uk, рахунок рахунок",
    "bg, фактура фактури фактурата фактурите",
    "el, λογαριασμός λογαριασμού λογαριασμοί",
    "ar, فاتورة الفاتورة والفاتورة بالفاتورة",
    "he, חשבון החשבון חשבונות",
    "he, פגישה הפגישה לפגישה פגישות",
  })
  void formsOfAWordHaveOneStem(String language, String forms) {
    Words words = new Words();
    words.reset(forms);
    words.next();
    String first = words.word();
    while (words.next()) {
      assertThat(Stems.same(language, first, words.word())).as(words.word()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "de, Haus, Hausrat",
    "de, Gast, Gas",
    "en, universal, unit",
    "en, university, universe",
    "en, organization, organ",
    "en, organize, organ",
    "en, policy, police",
    "en, news, new",
    "en, evening, even",
    "en, evenings, evens",
    "en, witness, wit",
    "en, happiness, happy",
    "en, install, installer",
    "en, install, installation",
    "en, signal, sign",
    "en, formatted, formed",
    "fr, port, porc",
    "fr, courrier, cours",
    "fr, fichier, fiche",
    "ru, билет, библиотека",
    "nl, boek, boer",
  })
  void otherWordsHaveOtherStems(String language, String one, String other) {
    assertThat(Stems.same(language, folded(one), folded(other))).isFalse();
  }

  @Test
  void everyLanguageThatIsToldAndInflectsIsKnown() {
    assertThat(Stems.languages("a")).isSubsetOf(Language.codes()).contains("de", "en", "tr");
    assertThat(Stems.languages("я")).containsExactly("ru", "uk", "bg", "sr");
    assertThat(Stems.languages("日")).isEmpty();
  }

  @Test
  void aWordNeverBecomesNothing() {
    for (String language : Language.codes()) {
      assertThat(Stems.of(language, "en")).isNotEmpty().doesNotContain("");
      assertThat(Stems.of(language, "s")).isNotEmpty().doesNotContain("");
    }
  }

  private static String folded(String word) {
    Words words = new Words();
    words.reset(word);
    words.next();
    return words.word();
  }
}
